package dev.outcrop.guardrails.pii.scan;

/** What the words around a value say that it is; the words themselves are in {@code cues.txt} beside this class. */
public enum Cue {
    CARD, CARD_LAST_FOUR, CARD_CVV, CARD_EXPIRY, EXPIRES, PIN, IBAN, SWIFT, BANK, BANK_ACCOUNT, ROUTING, SSN, ITIN, US_PASSPORT, CA_HEALTH, CA_SIN, NHS, NINO, UTR, VIN, PLATE, DRIVER_ID, PHONE, AGE, PASSWORD, USERNAME, SOCIAL_MEDIA, AWS_SECRET, VERSION, OTHER, NETWORK, WEB
}
