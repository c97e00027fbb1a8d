package dev.outcrop.guardrails.pii.network;

import java.util.List;

import dev.outcrop.guardrails.pii.scan.Recogniser;

/** The recognisers of this package. */
public final class Network {

    private Network() {}

    /** IP, MAC and web addresses. */
    public static List<Recogniser> recognisers() {
        return List.of(new IpAddress(), new MacAddress(), new Url());
    }
}
