package dev.outcrop.guardrails.pii;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.outcrop.guardrails.config.PiiType;
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
import dev.outcrop.guardrails.text.TextView;

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

    private static final double SURE = 0.8;

    private Recognisers() {}

    private record Place(int start, int end) {}

    /**
     * What is sure enough in one reading of a text, one type per part; parts may still overlap. The main reading is taken at
     * its word; of letters joined and of what was decoded only what speaks for itself counts.
     */
    static List<Candidate> in(TextView view) {
        return switch (view.kind()) {
            case FOLDED -> recognise(view.text(), candidate -> candidate.score() >= Candidate.CERTAIN_ENOUGH);
            case JOINED -> recognise(view.text(), candidate -> candidate.type() == PiiType.EMAIL && isSure(candidate));
            case BASE64, HEX, PERCENT -> recognise(view.text(), Recognisers::isSure);
            case PLAIN, SEGMENTED, SQUEEZED, LEET, ROT13, REVERSED -> List.of();
        };
    }

    private static boolean isSure(Candidate candidate) {
        return candidate.score() >= SURE;
    }

    private static List<Candidate> recognise(String text, Predicate<Candidate> accepted) {
        ScannedText scanned = new ScannedText(text);
        Map<Place, Candidate> best = new HashMap<>();
        Consumer<Candidate> found = candidate -> best.merge(
                new Place(candidate.start(), candidate.end()),
                candidate,
                (one, other) -> one.score() >= other.score() ? one : other);
        for (Recogniser recogniser : ALL) {
            Interruption.check();
            recogniser.recognise(scanned, found);
        }
        return best.values().stream().filter(accepted).toList();
    }
}
