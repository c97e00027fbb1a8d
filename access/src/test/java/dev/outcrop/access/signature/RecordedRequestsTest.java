package dev.outcrop.access.signature;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.outcrop.access.Authenticator;
import dev.outcrop.access.testing.ExampleKeys;
import dev.outcrop.access.testing.HeaderList;
import dev.outcrop.access.testing.RawRequest;
import dev.outcrop.access.testing.Recorded;
import dev.outcrop.wire.error.InvalidSignatureException;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.eventstream.Frame;
import dev.outcrop.wire.eventstream.FrameDecoder;
import dev.outcrop.wire.eventstream.HeaderValue;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

/** Requests recorded from unmodified SDKs are accepted, and refused with any byte of any signed part changed. */
class RecordedRequestsTest {

    private static Authenticator at(Recorded recorded) {
        return new Authenticator(SignatureRules.bedrock("us-east-1"), InstantSource.fixed(recorded.at()));
    }

    @Test
    void allAreThere() {
        assertThat(Recorded.signed()).hasSize(30);
    }

    @TestFactory
    Stream<DynamicTest> eachIsAccepted() {
        return Recorded.signed().map(recorded -> DynamicTest.dynamicTest(recorded.name(), () -> {
            RawRequest request = recorded.request();
            assertThat(at(recorded).authenticate(request.received(), recorded.keys()).credential().id())
                    .isEqualTo(ExampleKeys.ID);
            if (recorded.sessionToken() != null) {
                assertThatThrownBy(() -> at(recorded).authenticate(request.received(), ExampleKeys.pair(null)))
                        .hasMessage("The security token included in the request is invalid.");
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> anyByteChangedIsRefused() {
        return Recorded.signed().map(recorded -> DynamicTest.dynamicTest(recorded.name(), () -> {
            Authenticator authenticator = at(recorded);
            ExampleKeys keys = recorded.keys();
            int changes = 0;
            for (RawRequest changed : changes(recorded.request())) {
                refused(authenticator, changed, keys);
                changes++;
            }
            assertThat(changes).isGreaterThan(700);
        }));
    }

    private static void refused(Authenticator authenticator, RawRequest changed, ExampleKeys keys) {
        try {
            authenticator.authenticate(changed.received(), keys);
        } catch (ServiceException expected) {
            return;
        }
        fail("accepted: %s %s %s %s", changed.method(), changed.path(), changed.query(), changed.headers());
    }

    /** Every request that differs in one byte of one part that the signature covers, or in the signature. */
    private static List<RawRequest> changes(RawRequest request) {
        List<RawRequest> changes = new ArrayList<>();
        flips(request.method()).forEach(method -> changes.add(request.withMethod(method)));
        flips(request.path()).forEach(path -> changes.add(request.withPath(path)));
        if (request.query() != null) {
            flips(request.query()).forEach(query -> changes.add(request.withQuery(query)));
        }
        Set<String> signed = signedHeaders(request);
        for (int i = 0; i < request.headers().all().size(); i++) {
            Map.Entry<String, String> header = request.headers().all().get(i);
            String name = header.getKey();
            if (signed.contains(name.toLowerCase(Locale.ROOT)) || name.equalsIgnoreCase("authorization")) {
                for (String value : flips(header.getValue())) {
                    changes.add(request.withHeaders(replaced(request.headers(), i, Map.entry(name, value))));
                }
                for (String other : flips(name)) {
                    changes.add(
                            request.withHeaders(replaced(request.headers(), i, Map.entry(other, header.getValue()))));
                }
            }
        }
        if (!request.readsEvents()) {
            for (int i = 0; i < request.body().length; i++) {
                byte[] body = request.body().clone();
                body[i] ^= 1;
                changes.add(request.withBody(body));
            }
            changes.add(request.withBody((new String(request.body(), UTF_8) + " ").getBytes(UTF_8)));
        }
        return changes;
    }

    private static Set<String> signedHeaders(RawRequest request) {
        String authorization = String.valueOf(request.headers().get("authorization"));
        int from = authorization.indexOf("SignedHeaders=") + "SignedHeaders=".length();
        return new TreeSet<>(List.of(authorization.substring(from, authorization.indexOf(',', from)).split(";")));
    }

    private static HeaderList replaced(HeaderList headers, int index, Map.Entry<String, String> header) {
        List<Map.Entry<String, String>> all = new ArrayList<>(headers.all());
        all.set(index, header);
        return new HeaderList(all);
    }

    /** With each character another, in two ways. */
    private static List<String> flips(String text) {
        List<String> flips = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            for (int bit : new int[]{1, 2}) {
                flips.add(text.substring(0, i) + (char) (text.charAt(i) ^ bit) + text.substring(i + 1));
            }
        }
        return flips;
    }

    @TestFactory
    Stream<DynamicTest> signedEventsFollow() {
        return Recorded.signed().filter(each -> each.request().readsEvents()).map(recorded -> DynamicTest.dynamicTest(
                recorded.name(), () -> {
                    List<Frame> frames = frames(recorded.request().body());
                    EventVerifier verifier = events(recorded);
                    for (Frame frame : frames.subList(0, frames.size() - 1)) {
                        assertThat(verifier.verify(frame)).contains(frame.payload());
                    }
                    assertThat(verifier.verify(frames.getLast()).isEmpty())
                            .isEqualTo(frames.getLast().payload().length == 0);
                }));
    }

    @TestFactory
    Stream<DynamicTest> changedEventsAreRefused() {
        return Recorded.signed().filter(each -> each.request().readsEvents()).map(recorded -> DynamicTest.dynamicTest(
                recorded.name(), () -> {
                    Frame first = frames(recorded.request().body()).getFirst();
                    for (int i = 0; i < first.payload().length; i++) {
                        byte[] payload = first.payload().clone();
                        payload[i] ^= 1;
                        Frame changed = new Frame(first.headers(), payload);
                        assertThatThrownBy(() -> events(recorded).verify(changed))
                                .isInstanceOf(InvalidSignatureException.class);
                    }
                    if (!(first.headers().get(":date") instanceof HeaderValue.Timestamp(Instant date))
                            || !(first.headers()
                                    .get(":chunk-signature") instanceof HeaderValue.Bytes(byte[] signature))) {
                        throw new AssertionError("no signed frame");
                    }
                    for (int i = 0; i < signature.length; i++) {
                        byte[] other = signature.clone();
                        other[i] ^= 1;
                        refusedEvent(recorded, first, new HeaderValue.Timestamp(date), new HeaderValue.Bytes(other));
                    }
                    refusedEvent(recorded, first, new HeaderValue.Timestamp(date.plusMillis(1)),
                            new HeaderValue.Bytes(signature));
                    refusedEvent(recorded, first, new HeaderValue.Timestamp(date.plusSeconds(600)),
                            new HeaderValue.Bytes(signature));
                }));
    }

    private static void refusedEvent(
            Recorded recorded, Frame frame, HeaderValue date, HeaderValue signature) {
        Frame changed = Frame.of(
                frame.payload(), Map.entry(":date", date), Map.entry(":chunk-signature", signature));
        EventVerifier verifier = events(recorded);
        assertThatThrownBy(() -> verifier.verify(changed)).isInstanceOf(InvalidSignatureException.class);
        // Nor does the right one mend a stream once it was broken.
        assertThatThrownBy(() -> verifier.verify(frame)).isInstanceOf(InvalidSignatureException.class);
    }

    @TestFactory
    Stream<DynamicTest> eventsOutOfOrderAreRefused() {
        return Recorded.signed().filter(each -> each.request().readsEvents()).map(recorded -> DynamicTest.dynamicTest(
                recorded.name(), () -> {
                    List<Frame> frames = frames(recorded.request().body());
                    assertThatThrownBy(() -> events(recorded).verify(frames.get(1)))
                            .isInstanceOf(InvalidSignatureException.class);
                    EventVerifier verifier = events(recorded);
                    verifier.verify(frames.getFirst());
                    assertThatThrownBy(() -> verifier.verify(frames.getFirst()))
                            .isInstanceOf(InvalidSignatureException.class);
                }));
    }

    private static EventVerifier events(Recorded recorded) {
        InstantSource clock = InstantSource.fixed(recorded.at());
        SignatureVerifier verifier = new SignatureVerifier(SignatureRules.bedrock("us-east-1"), clock);
        RawRequest request = recorded.request();
        return new EventVerifier(
                verifier.verifyHeader(
                        request.received(), String.valueOf(request.headers().get("authorization")), recorded.keys()),
                Duration.ofMinutes(5),
                clock);
    }

    private static List<Frame> frames(byte[] body) {
        List<Frame> frames = new ArrayList<>();
        new FrameDecoder().feed(body, 0, body.length, frames::add);
        return frames;
    }
}
