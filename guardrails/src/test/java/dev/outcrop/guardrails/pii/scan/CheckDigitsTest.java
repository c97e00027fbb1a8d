package dev.outcrop.guardrails.pii.scan;

import java.util.function.Predicate;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Published examples, and that no slip in a single digit goes unnoticed. */
class CheckDigitsTest {

    @Test
    void luhn() {
        assertThat(CheckDigits.luhn("4111111111111111")).isTrue();
        assertThat(CheckDigits.luhn("378282246310005")).isTrue();
        assertThat(CheckDigits.luhn("046454286")).isTrue();
        noticesEverySlip("4111111111111111", CheckDigits::luhn);
    }

    @Test
    void iban() {
        assertThat(CheckDigits.iban("GB29NWBK60161331926819")).isTrue();
        assertThat(CheckDigits.iban("FR1420041010050500013M02606")).isTrue();
        noticesEverySlip("DE89370400440532013000", CheckDigits::iban);
    }

    @Test
    void routingNumber() {
        assertThat(CheckDigits.routingNumber("021000021")).isTrue();
        noticesEverySlip("121000358", CheckDigits::routingNumber);
    }

    @Test
    void nhsNumber() {
        assertThat(CheckDigits.nhsNumber("9434765919")).isTrue();
        noticesEverySlip("4010232137", CheckDigits::nhsNumber);
    }

    @Test
    void vin() {
        assertThat(CheckDigits.vin("1HGCM82633A004352")).isTrue();
        assertThat(CheckDigits.vin("11111111111111111")).isTrue();
        assertThat(CheckDigits.vin("1HGCM82633A004353")).isFalse();
        assertThat(CheckDigits.vin("1HGCM82633A00435O")).isFalse();
    }

    private static void noticesEverySlip(String right, Predicate<String> check) {
        assertThat(check.test(right)).isTrue();
        for (int i = 0; i < right.length(); i++) {
            for (char digit = '0'; digit <= '9'; digit++) {
                if (Character.isDigit(right.charAt(i)) && digit != right.charAt(i)) {
                    String slip = right.substring(0, i) + digit + right.substring(i + 1);
                    assertThat(check.test(slip)).as(slip).isFalse();
                }
            }
        }
    }
}
