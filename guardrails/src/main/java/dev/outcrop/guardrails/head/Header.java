package dev.outcrop.guardrails.head;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The header of a {@code .safetensors} file: names, types, shapes and places of tensors, and free metadata. */
record Header(List<Entry> entries, Map<String, String> metadata) {
    private static final int MOST_TENSORS = 1_024;
    private static final int MOST_DIMENSIONS = 8;
    private static final String METADATA = "__metadata__";

    /** Types of elements that heads are stored in. */
    enum Type {
        F32(4), F16(2), I8(1);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }
    }

    /** One tensor; {@code begin} and {@code end} count from the end of the header. */
    record Entry(String name, Type type, int[] shape, int begin, int end) {

        int elements() {
            return (end - begin) / type.bytes;
        }
    }

    /** @throws WeightsException when the text is not a header */
    static Header parse(String json) {
        return new Parser(json).header();
    }

    /**
     * The format demands that tensors lie back to back over the whole data.
     *
     * @throws WeightsException when they do not
     */
    void requireToCover(int bytes) {
        int covered = 0;
        for (Entry entry : entries.stream().sorted(Comparator.comparingInt(Entry::begin).thenComparingInt(Entry::end))
                .toList()) {
            if (entry.begin() != covered) {
                throw new WeightsException(entry.name() + " does not begin where another ends");
            }
            covered = entry.end();
        }
        if (covered != bytes) {
            throw new WeightsException(covered + " bytes of tensors in " + bytes + " bytes of data");
        }
    }

    /** Reads the little JSON that a header is made of: two levels of objects, strings, lists of whole numbers. */
    private static final class Parser {
        private final String json;
        private int at;

        Parser(String json) {
            this.json = json;
        }

        Header header() {
            List<Entry> entries = new ArrayList<>();
            Map<String, String> metadata = new HashMap<>();
            Set<String> names = new HashSet<>();
            expect('{');
            if (!found('}')) {
                do {
                    String name = string();
                    if (!names.add(name) || names.size() > MOST_TENSORS) {
                        throw malformed();
                    }
                    expect(':');
                    if (name.equals(METADATA)) {
                        metadata(metadata);
                    } else {
                        entries.add(entry(name));
                    }
                } while (found(','));
                expect('}');
            }
            blanks();
            if (at != json.length()) {
                throw malformed();
            }
            return new Header(List.copyOf(entries), Map.copyOf(metadata));
        }

        private void metadata(Map<String, String> metadata) {
            expect('{');
            if (found('}')) {
                return;
            }
            do {
                String key = string();
                expect(':');
                metadata.put(key, string());
            } while (found(','));
            expect('}');
        }

        private Entry entry(String name) {
            Map<String, Object> members = new HashMap<>();
            expect('{');
            do {
                String key = string();
                expect(':');
                Object value = key.equals("dtype") ? string() : numbers();
                if (members.put(key, value) != null) {
                    throw malformed();
                }
            } while (found(','));
            expect('}');
            if (members.size() == 3
                    && members.get("dtype") instanceof String type
                    && members.get("shape") instanceof int[] shape
                    && members.get("data_offsets") instanceof int[] offsets
                    && offsets.length == 2) {
                return checked(name, type(type), shape, offsets[0], offsets[1]);
            }
            throw malformed();
        }

        private static Type type(String name) {
            return switch (name) {
                case "F32" -> Type.F32;
                case "F16" -> Type.F16;
                case "I8" -> Type.I8;
                default -> throw new WeightsException("a tensor of type " + name);
            };
        }

        private static Entry checked(String name, Type type, int[] shape, int begin, int end) {
            long bytes = type.bytes;
            for (int size : shape) {
                bytes = size == 0 ? 0 : Math.min(bytes * size, Integer.MAX_VALUE);
            }
            if (end < begin || end - begin != bytes) {
                throw new WeightsException(name + " does not have the size of its shape");
            }
            return new Entry(name, type, shape, begin, end);
        }

        private int[] numbers() {
            int[] numbers = new int[MOST_DIMENSIONS];
            int count = 0;
            expect('[');
            if (!found(']')) {
                do {
                    if (count == MOST_DIMENSIONS) {
                        throw malformed();
                    }
                    numbers[count++] = number();
                } while (found(','));
                expect(']');
            }
            return Arrays.copyOf(numbers, count);
        }

        private int number() {
            blanks();
            long value = 0;
            int from = at;
            while (at < json.length() && json.charAt(at) >= '0' && json.charAt(at) <= '9') {
                value = value * 10 + (json.charAt(at++) - '0');
                if (value > Integer.MAX_VALUE) {
                    throw malformed();
                }
            }
            if (at == from) {
                throw malformed();
            }
            return (int) value;
        }

        /** A string; escapes other than of quotes, backslashes and slashes do not occur in names. */
        private String string() {
            expect('"');
            StringBuilder value = new StringBuilder();
            while (at < json.length() && json.charAt(at) != '"') {
                if (json.charAt(at) == '\\') {
                    at++;
                    if (at == json.length() || "\"\\/".indexOf(json.charAt(at)) < 0) {
                        throw malformed();
                    }
                }
                value.append(json.charAt(at++));
            }
            expect('"');
            return value.toString();
        }

        private boolean found(char c) {
            blanks();
            if (at < json.length() && json.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        private void expect(char c) {
            if (!found(c)) {
                throw malformed();
            }
        }

        private void blanks() {
            while (at < json.length() && json.charAt(at) <= ' ') {
                at++;
            }
        }

        private WeightsException malformed() {
            return new WeightsException("a malformed header, at " + at);
        }
    }
}
