package dev.outcrop.guardrails.pii.cards;

/** Prefixes and lengths of the card schemes. */
enum CardScheme {
    VISA(4, 4, 1, 13, 19), //
    MASTERCARD(51, 55, 2, 16, 16), MASTERCARD_2(2221, 2720, 4, 16, 16), //
    AMERICAN_EXPRESS_34(34, 34, 2, 15, 15), AMERICAN_EXPRESS_37(37, 37, 2, 15, 15), //
    DISCOVER(6011, 6011, 4, 16, 19), DISCOVER_64(644, 649, 3, 16, 19), DISCOVER_65(65, 65, 2, 16, 19), //
    DINERS_CLUB(300, 305, 3, 14, 19), DINERS_CLUB_36(36, 36, 2, 14, 19), DINERS_CLUB_38(38, 39, 2, 14, 19), //
    JCB(3528, 3589, 4, 16, 19), JCB_1800(1800, 1800, 4, 15, 15), JCB_2131(2131, 2131, 4, 15, 15), //
    UNION_PAY(62, 62, 2, 16, 19), MIR(2200, 2204, 4, 16, 19), //
    MAESTRO(50, 50, 2, 13, 19), MAESTRO_56(56, 58, 2, 13, 19), MAESTRO_6(6304, 6304, 4, 13, 19), MAESTRO_67(67, 67, 2,
            13, 19);

    private final int from;
    private final int to;
    private final int prefix;
    private final int shortest;
    private final int longest;

    CardScheme(int from, int to, int prefix, int shortest, int longest) {
        this.from = from;
        this.to = to;
        this.prefix = prefix;
        this.shortest = shortest;
        this.longest = longest;
    }

    /** Whether the digits could be a card of some scheme, check digit aside. */
    static boolean known(String digits) {
        for (CardScheme scheme : values()) {
            int prefix = Integer.parseInt(digits.substring(0, scheme.prefix));
            if (prefix >= scheme.from && prefix <= scheme.to && digits.length() >= scheme.shortest
                    && digits.length() <= scheme.longest) {
                return true;
            }
        }
        return false;
    }
}
