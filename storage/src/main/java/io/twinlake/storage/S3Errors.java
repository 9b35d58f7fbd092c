package io.twinlake.storage;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What an exception of the SDK means for the caller. Decided on the status where it can be; error codes differ between
 * stores. Nothing here shows a secret: an access key's id is the most that a store repeats.
 *
 * @param endpoint as messages name it
 */
record S3Errors(String endpoint) {

    private static final Set<String> CREDENTIAL_CODES = Set.of(
            "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken", "InvalidClientTokenId");

    /** The exception for a request that named an object. */
    StorageException onObject(String verb, Location at, SdkException failure) {
        if (failure instanceof AwsServiceException answer
                && answer.statusCode() == 404
                && !"NoSuchBucket".equals(code(answer))) {
            return new ObjectNotFoundException(at);
        }
        return failed("cannot " + verb + " " + at, at, failure);
    }

    /** The exception for whatever else failed; {@code problem} says what was tried. */
    StorageException failed(String problem, Location at, SdkException failure) {
        return new StorageException(problem + ": " + causeAndRemedy(at, failure), failure);
    }

    /**
     * What is known after a conditional put that did not succeed: 412 says "there"; 409, 408, 429, 5xx and no answer at
     * all say nothing; the rest of 4xx says "refused", and is thrown.
     */
    PutOutcome ofConditionalPut(Location at, SdkException failure) {
        int status = failure instanceof AwsServiceException answer ? answer.statusCode() : 0;
        if (status == 412) {
            return new PutOutcome.Exists();
        }
        StorageException why = failed("cannot write " + at, at, failure);
        boolean refused = status >= 300 && status < 500 && !isTransient(status, failure);
        if (refused || lacksCredentials(failure)) {
            throw why;
        }
        return new PutOutcome.Unknown(why);
    }

    /** Whether a range begins where the object has ended already. */
    static boolean isBeyondTheEnd(StorageException failure) {
        return failure.getCause() instanceof AwsServiceException answer && answer.statusCode() == 416;
    }

    private static boolean isTransient(int status, SdkException failure) {
        return status == 408
                || status == 409
                || status == 429
                || (failure instanceof AwsServiceException answer && "RequestTimeout".equals(code(answer)));
    }

    private String causeAndRemedy(Location at, SdkException failure) {
        if (failure instanceof AwsServiceException answer) {
            return "answer " + answer.statusCode() + " of " + endpoint + " (" + detail(answer) + ")"
                    + remedy(at, answer);
        }
        if (lacksCredentials(failure)) {
            return "no credentials for " + endpoint + " were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
                    + "or a profile in ~/.aws/credentials, or give the machine a role";
        }
        Throwable root = rootOf(failure);
        if (root instanceof UnknownHostException
                || root instanceof ConnectException
                || root instanceof NoRouteToHostException) {
            return endpoint + " cannot be reached (" + root.getMessage()
                    + "); check that it runs, and AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL";
        }
        if (root instanceof SSLException) {
            return "no TLS with " + endpoint + " (" + root.getMessage()
                    + "); check whether it is http:// or https://, and " + "that this machine trusts its certificate";
        }
        return "no answer of " + endpoint + " (" + root.getMessage()
                + "); check that it runs, is an S3 store and is not "
                + "overloaded, and AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL";
    }

    private static String remedy(Location at, AwsServiceException answer) {
        String code = code(answer);
        if ("NoSuchBucket".equals(code)) {
            return "; there is no bucket '" + at.authority() + "': create it, or correct the name";
        }
        if ("InvalidBucketName".equals(code)) {
            return "; '" + at.authority()
                    + "' can't be a bucket: a name has 3 to 63 lower-case letters, digits, dots and " + "hyphens";
        }
        if (CREDENTIAL_CODES.contains(code)) {
            return "; the credentials are wrong: check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN";
        }
        if (answer.statusCode() == 401 || answer.statusCode() == 403) {
            return "; access is denied: check the credentials, and that they may use bucket '" + at.authority() + "'";
        }
        if (answer.statusCode() == 301 || answer.statusCode() == 307) {
            return "; bucket '" + at.authority() + "' is in another region: set AWS_REGION to it";
        }
        if (answer.statusCode() == 507 || code.endsWith("StorageFull") || code.equals("QuotaExceeded")) {
            return "; the store is full: free space there, then try again";
        }
        return "";
    }

    private static String detail(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        String message = details == null ? null : details.errorMessage();
        String code = code(answer);
        return message == null ? (code.isEmpty() ? "no details" : code) : code + ": " + message;
    }

    private static String code(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        @Nullable String code = details == null ? null : details.errorCode();
        return code == null ? "" : code;
    }

    private static boolean lacksCredentials(SdkException failure) {
        String message = failure.getMessage();
        return !(failure instanceof AwsServiceException)
                && message != null
                && message.startsWith("Unable to load credentials");
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
