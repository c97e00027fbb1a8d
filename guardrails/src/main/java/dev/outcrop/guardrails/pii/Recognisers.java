package dev.outcrop.guardrails.pii;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.outcrop.guardrails.pii.banking.Banking;
import dev.outcrop.guardrails.pii.cards.Cards;
import dev.outcrop.guardrails.pii.contact.Contact;
import dev.outcrop.guardrails.pii.credentials.Credentials;
import dev.outcrop.guardrails.pii.government.GovernmentIds;
import dev.outcrop.guardrails.pii.network.Network;
import dev.outcrop.guardrails.pii.person.Person;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;
import dev.outcrop.guardrails.pii.vehicles.Vehicles;

/**
 * All recognisers together. Every one of them looks at every text, also for types nobody asked for: nine digits that are
 * best explained as a routing number are then not reported as a passport. Where several types claim the very same part,
 * the surest one gets it.
 */
final class Recognisers {
    private static final List<Recogniser> ALL = Stream.of(
            Contact.recognisers(),
            Cards.recognisers(),
            Banking.recognisers(),
            GovernmentIds.recognisers(),
            Vehicles.recognisers(),
            Network.recognisers(),
            Credentials.recognisers(),
            Person.recognisers())
            .flatMap(List::stream)
            .toList();

    private Recognisers() {}

    private record Place(int start, int end) {}

    /** What is sure enough, one type per part; parts may still overlap. */
    static List<Candidate> recognise(String text) {
        ScannedText scanned = new ScannedText(text);
        Map<Place, Candidate> best = new HashMap<>();
        Consumer<Candidate> found = candidate -> best.merge(
                new Place(candidate.start(), candidate.end()),
                candidate,
                (one, other) -> one.score() >= other.score() ? one : other);
        ALL.forEach(recogniser -> recogniser.recognise(scanned, found));
        return best.values().stream().filter(candidate -> candidate.score() >= Candidate.CERTAIN_ENOUGH).toList();
    }
}
