package dev.outcrop.engines.gguf.grammar;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Regular expressions of the formats that JSON Schema names; narrower than the formats where those are lavish. */
final class Formats {

    private static final String LEAP_YEAR = "(\\d\\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)";
    private static final String DATE = "(\\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])|(0[469]|11)-(0[1-9]|[12]\\d|30)"
            + "|02-(0[1-9]|1\\d|2[0-8]))|" + LEAP_YEAR + "-02-29)";
    private static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,6})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)";
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,20}[A-Za-z0-9])?";
    private static final String HOST = LABEL + "(\\." + LABEL + "){0,4}";
    private static final String OCTET = "(\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])";

    private static final Map<String, String> PATTERNS = Map.of(
            "date", DATE,
            "time", TIME,
            "date-time", DATE + "T" + TIME,
            "email",
            "[A-Za-z0-9_+-]{1,30}(\\.[A-Za-z0-9_+-]{1,30}){0,3}@" + LABEL + "(\\." + LABEL + "){0,3}\\.[A-Za-z]{2,10}",
            "hostname", HOST,
            "ipv4", OCTET + "(\\." + OCTET + "){3}",
            "ipv6", "[0-9a-f]{1,4}(:[0-9a-f]{1,4}){7}",
            "uuid", "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
            "uri", "https?://" + HOST + "(:[1-9]\\d{0,3})?(/[A-Za-z0-9._~-]+){0,20}/?(\\?[A-Za-z0-9._~=&-]+)?");

    private Formats() {}

    /** Matches the whole text; null for a format that is not known, which is no constraint. */
    static @Nullable String pattern(String format) {
        return PATTERNS.get(format);
    }
}
