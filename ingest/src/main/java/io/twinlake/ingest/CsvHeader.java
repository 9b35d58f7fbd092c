package io.twinlake.ingest;

import io.twinlake.twin.Formula;
import io.twinlake.twin.Reference;
import io.twinlake.twin.Telemetry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The names of a CSV file's columns, compared with the fields that definitions read.
 *
 * @param end where the first record begins, behind a byte order mark
 */
record CsvHeader(String file, List<String> names, int end) {

    private static final int NAMES_SHOWN = 30;
    private static final int NAME_LENGTH = 60;

    CsvHeader {
        names = List.copyOf(names);
    }

    /** @throws SourceException if it is no text */
    static CsvHeader read(String file, byte[] data, int start, int end, CsvFields fields) {
        int malformed = Utf8.malformedAt(data, start, end);
        if (malformed >= 0) {
            throw new SourceException(file + " has a header whose byte " + (malformed - start + 1)
                    + " is no UTF-8: give its stream in the definition the encoding that it has, such as"
                    + " encoding: windows-1252");
        }
        List<String> names = IntStream.range(0, fields.count())
                .mapToObj(i -> fields.text(i).strip())
                .toList();
        return new CsvHeader(file, names, end);
    }

    /**
     * Compares it with what each definition reads; fields that are not there, but for those of key and time, are told.
     *
     * @throws SourceException if a definition can't make an event of any record, or a name that it reads is there twice
     */
    CsvHeader checked(Reading reading) {
        reading.plan().bindings().forEach(binding -> check(binding, reading));
        return this;
    }

    private void check(Binding binding, Reading reading) {
        List<Telemetry> fields = binding.streamDefinition().telemetry();
        List<String> read = fields.stream().map(field -> field.path().column()).toList();
        List<String> missing =
                read.stream().filter(name -> !names.contains(name)).toList();
        if (!fields.isEmpty() && missing.size() == read.size()) {
            throw wrong(binding, reading, "has none of the fields", advice());
        }
        for (String name : read) {
            if (names.indexOf(name) != names.lastIndexOf(name)) {
                throw wrong(binding, reading, "names " + quoted(name) + " twice", "rename one of the two columns");
            }
        }
        requireOne(binding, reading, binding.streamDefinition().key(), missing);
        requireOne(
                binding, reading, binding.streamDefinition().time().eventTime().formula(), missing);
        if (!missing.isEmpty()) {
            reading.notices()
                    .accept(
                            file,
                            "its header has no " + listed(missing) + ", which "
                                    + binding.twin().name()
                                    + " reads: null there; the header has " + shown(reading)
                                    + ". Correct the file, or the telemetry's names (path: names a column)");
        }
    }

    /** A formula that reads fields has to find one of them. */
    private void requireOne(Binding binding, Reading reading, Formula formula, List<String> missing) {
        Set<String> columns = new LinkedHashSet<>();
        for (Reference reference : formula.reads()) {
            if (reference instanceof Reference.Telemetry of) {
                binding.streamDefinition().telemetry().stream()
                        .filter(field -> field.name().equalsIgnoreCase(of.field()))
                        .forEach(field -> columns.add(field.path().column()));
            }
        }
        if (!columns.isEmpty() && missing.containsAll(columns)) {
            throw wrong(
                    binding,
                    reading,
                    "has no column for " + formula.text() + ", the key or time",
                    "correct the header, or the telemetry's names (path: names a column)");
        }
    }

    private SourceException wrong(Binding binding, Reading reading, String problem, String remedy) {
        List<String> read = binding.streamDefinition().telemetry().stream()
                .map(field -> field.path().column())
                .toList();
        return new SourceException(file + ": its header " + problem + " that definition "
                + binding.twin().name() + " reads; the header has " + shown(reading) + "; the definition reads "
                + listed(read) + ": " + remedy);
    }

    private String advice() {
        for (char other : new char[] {';', '\t', '|', ','}) {
            if (names.size() == 1 && names.get(0).indexOf(other) > 0) {
                return "is it separated by '" + (other == '\t' ? "tab" : other)
                        + "'? Give its stream in the definition csv: {delimiter: '" + (other == '\t' ? "tab" : other)
                        + "'}";
            }
        }
        return "a file without a header needs csv: {columns: [...]} in the definition's source, lines before the header"
                + " need csv: {skip: ...}";
    }

    /** The header for a message: of a stream with private fields only what a definition names, else it may be data. */
    private String shown(Reading reading) {
        if (reading.plan().privacy().isEmpty()) {
            return listed(names);
        }
        Set<String> known = reading.plan().bindings().stream()
                .flatMap(binding -> binding.streamDefinition().telemetry().stream())
                .map(field -> field.path().column())
                .collect(Collectors.toSet());
        List<String> declared = names.stream().filter(known::contains).toList();
        int others = names.size() - declared.size();
        return (declared.isEmpty() ? "none of them" : listed(declared))
                + (others == 0 ? "" : " and " + others + " more");
    }

    private static String listed(List<String> names) {
        String more = names.size() > NAMES_SHOWN ? ", … (" + names.size() + ")" : "";
        return names.stream().limit(NAMES_SHOWN).map(CsvHeader::quoted).collect(Collectors.joining(", ")) + more;
    }

    private static String quoted(String name) {
        String shown = name.length() > NAME_LENGTH ? name.substring(0, NAME_LENGTH) + "…" : name;
        return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
