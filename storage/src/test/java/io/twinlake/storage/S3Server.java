package io.twinlake.storage;

import java.net.URI;

/** A server that speaks S3 and runs for the tests of this JVM. */
record S3Server(String name, URI endpoint, S3Options.Credentials credentials, Runnable stop) {}
