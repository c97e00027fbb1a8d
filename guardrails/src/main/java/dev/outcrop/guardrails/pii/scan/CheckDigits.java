package dev.outcrop.guardrails.pii.scan;

/** Check digits. Arguments are digits (or letters, where said) without separators. */
public final class CheckDigits {
    private static final int[] ABA_WEIGHTS = {3, 7, 1};
    private static final int[] VIN_WEIGHTS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
    /** Values of A to Z in a VIN; I, O and Q do not occur. */
    private static final int[] VIN_LETTERS = {1, 2, 3, 4, 5, 6, 7, 8, -1, 1, 2, 3, 4, 5, -1, 7, -1, 9, 2, 3, 4, 5, 6, 7,
            8, 9};

    private CheckDigits() {}

    /** Luhn's formula: ISO/IEC 7812-1, annex B. */
    public static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int twice = 2 * digit;
            sum += i % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
        }
        return sum % 10 == 0;
    }

    /** ISO 7064 MOD 97-10 as ISO 13616 applies it to an IBAN in capitals: the first four chars move to the end. */
    public static boolean iban(String iban) {
        String turned = iban.substring(4) + iban.substring(0, 4);
        int rest = 0;
        for (int i = 0; i < turned.length(); i++) {
            int value = Character.digit(turned.charAt(i), 36);
            rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
        }
        return rest == 1;
    }

    /** Nine digits of the American Bankers Association: weights 3, 7, 1. */
    public static boolean routingNumber(String digits) {
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += ABA_WEIGHTS[i % 3] * (digits.charAt(i) - '0');
        }
        return sum % 10 == 0;
    }

    /** Ten digits of the NHS, the last one modulo 11 (NHS Data Model and Dictionary, "NHS Number"). */
    public static boolean nhsNumber(String digits) {
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (10 - i) * (digits.charAt(i) - '0');
        }
        return (11 - sum % 11) % 11 == digits.charAt(9) - '0';
    }

    /** Seventeen capitals and digits, the ninth modulo 11 (49 CFR 565.15; North America only). */
    public static boolean vin(String vin) {
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            char c = vin.charAt(i);
            int value = c <= '9' ? c - '0' : VIN_LETTERS[c - 'A'];
            if (value < 0) {
                return false;
            }
            sum += VIN_WEIGHTS[i] * value;
        }
        return vin.charAt(8) == "0123456789X".charAt(sum % 11);
    }
}
