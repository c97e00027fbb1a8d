package dev.outcrop.wire.bind;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.outcrop.wire.model.ApiModel;
import dev.outcrop.wire.model.Member;
import dev.outcrop.wire.model.Operation;
import dev.outcrop.wire.model.Shape;
import dev.outcrop.wire.route.Route;
import dev.outcrop.wire.testing.JsonHeaders;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import static org.assertj.core.api.Assertions.assertThat;

/** What the response binder writes of a structure, the request binder reads again: for every output of both models. */
class RoundTripTest {

    @Property(tries = 20)
    void outputsAreReadAsTheyWereWritten(@ForAll long seed) {
        Random random = new Random(seed);
        for (String name : List.of("bedrock-runtime", "bedrock")) {
            ApiModel model = ApiModel.load("/dev/outcrop/wire/model/" + name + ".json");
            for (Operation operation : model.operations()) {
                Shape.Structure output = operation.output();
                if (output == null || output.payload() != null) {
                    continue;
                }
                Map<String, Object> values = structure(output, random, 0);
                BoundResponse response = new ResponseBinder().bind(operation, values);
                // The same shape as an input.
                Operation reader = new Operation(
                        "test", "Read", "POST", "/", 200, output, output, List.of());
                BoundInput read = new RequestBinder(() -> "token")
                        .bind(new Route(reader, Map.of()), null, JsonHeaders.JSON, response.body());
                assertThat(comparable(read.asMap())).as(operation.name()).isEqualTo(comparable(values));
            }
        }
    }

    private static Map<String, Object> structure(Shape.Structure shape, Random random, int depth) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (shape.union()) {
            Member member = shape.members().get(random.nextInt(shape.members().size()));
            values.put(member.name(), value(member.shape(), random, depth + 1));
            return values;
        }
        for (Member member : shape.members()) {
            if (member.location() == Member.Location.BODY && depth < 8 && random.nextInt(4) > 0) {
                values.put(member.name(), value(member.shape(), random, depth + 1));
            }
        }
        return values;
    }

    private static Object value(Shape shape, Random random, int depth) {
        return switch (shape) {
            case Shape.Structure structure -> structure(structure, random, depth);
            case Shape.Sequence sequence -> {
                List<Object> list = new ArrayList<>();
                for (int i = depth > 6 ? 0 : random.nextInt(3); i > 0; i--) {
                    list.add(value(sequence.member().shape(), random, depth + 1));
                }
                yield list;
            }
            case Shape.Mapping mapping -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = depth > 6 ? 0 : random.nextInt(3); i > 0; i--) {
                    map.put(text(random), value(mapping.value().shape(), random, depth + 1));
                }
                yield map;
            }
            case Shape.Text text -> text(random);
            case Shape.Bool bool -> random.nextBoolean();
            case Shape.Blob blob -> {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                yield bytes;
            }
            case Shape.Timestamp timestamp ->
                Instant.ofEpochSecond(random.nextLong(4_000_000_000L),
                        random.nextBoolean() ? 0 : random.nextInt(1_000_000_000));
            case Shape.Document document ->
                Map.of("a", List.of(text(random), true, random.nextLong() >> 8), "b", Map.of());
            case Shape.Numeric numeric -> switch (numeric.kind()) {
                case BYTE -> (byte) random.nextInt();
                case SHORT -> (short) random.nextInt();
                case INTEGER -> random.nextInt();
                case LONG -> random.nextLong();
                case FLOAT -> random.nextFloat() * 1e10f;
                case DOUBLE -> random.nextInt(10) == 0 ? Double.NEGATIVE_INFINITY : random.nextGaussian() * 1e200;
            };
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(10); i > 0; i--) {
            text.appendCodePoint(random.nextBoolean() ? random.nextInt(0x80) : 0x1f600 + random.nextInt(64));
        }
        return text.toString();
    }

    private static Object comparable(Object value) {
        return switch (value) {
            case byte[] bytes -> "bytes " + HexFormat.of().formatHex(bytes);
            case List<?> list -> list.stream().map(RoundTripTest::comparable).toList();
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, element) -> copy.put(key, comparable(element)));
                yield copy;
            }
            default -> value;
        };
    }
}
