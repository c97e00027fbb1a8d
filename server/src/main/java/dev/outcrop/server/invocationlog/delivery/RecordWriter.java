package dev.outcrop.server.invocationlog.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import dev.outcrop.server.invocationlog.LogSettings;
import dev.outcrop.server.invocationlog.LoggedCall;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * Writes records of schema 1.0 (Amazon Bedrock user guide, "Monitor model invocation using CloudWatch Logs and Amazon S3").
 *
 * <p>A body over {@value #INLINE} bytes is put aside and named. Texts that the account does not want leave no body at all,
 * but for answers made of vectors, which have a switch of their own.
 */
final class RecordWriter {

    /** The longest body in a record: 100 KB. */
    static final int INLINE = 100 * 1024;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String JSON_TYPE = "application/json";

    private final Heading heading;
    private final LogSettings settings;
    private final BodyFilter filter;
    private final Destination.@Nullable Asides asides;

    RecordWriter(Heading heading, Destination destination) {
        this.heading = heading;
        this.settings = heading.logSettings();
        this.filter = new BodyFilter(settings);
        this.asides = destination.asides();
    }

    /** One record, without the end of its line. */
    byte[] write(LoggedCall call) throws IOException {
        ObjectNode entry = JSON.createObjectNode();
        entry.put("schemaType", "ModelInvocationLog");
        entry.put("schemaVersion", "1.0");
        entry.put("timestamp", call.time().truncatedTo(ChronoUnit.SECONDS).toString());
        entry.put("accountId", heading.account());
        entry.putObject("identity").put("arn", call.callerArn());
        entry.put("region", heading.region());
        entry.put("requestId", call.requestId());
        entry.put("operation", call.operation());
        entry.put("modelId", call.modelId());
        if (call.inferenceRegion() != null) {
            entry.put("inferenceRegion", call.inferenceRegion());
        }
        if (call.errorCode() != null) {
            entry.put("errorCode", call.errorCode());
        }
        writeInput(call, entry);
        writeOutput(call, entry);
        writeRequested(call, entry);
        return JSON.writeValueAsBytes(entry);
    }

    private void writeInput(LoggedCall call, ObjectNode entry) throws IOException {
        ObjectNode input = entry.putObject("input");
        String type = call.contentType();
        input.put("inputContentType", type == null || type.isBlank() ? JSON_TYPE : type);
        if (settings.text() && call.input().length > 0) {
            byte[] body = filter.apply(call.input());
            if (body != null) {
                writeBody(input, "inputBody", call.requestId() + "_input", body);
            } else if (settings.image() && settings.video() && settings.audio()) {
                // No JSON, so no one can tell what is in it: only for those who want everything.
                putAside(input, "inputBody", call.requestId() + "_input", call.input());
            }
        }
        if (call.inputTokens() >= 0) {
            input.put("inputTokenCount", call.inputTokens());
        }
    }

    private void writeOutput(LoggedCall call, ObjectNode entry) throws IOException {
        if (call.output().isEmpty() && call.outputTokens() < 0) {
            return;
        }
        ObjectNode output = entry.putObject("output");
        output.put("outputContentType", JSON_TYPE);
        boolean wanted = call.vectors() ? settings.embedding() || settings.text() : settings.text();
        if (wanted && !call.output().isEmpty()) {
            byte[] body = filter.apply(body(call.output()));
            if (body != null) {
                writeBody(output, "outputBody", call.requestId() + "_output", body);
            }
        }
        if (call.outputTokens() >= 0) {
            output.put("outputTokenCount", call.outputTokens());
        }
    }

    /** A whole body as it is, a model's own chunks as an array, a conversation's events as what they amount to. */
    private static byte[] body(List<LoggedCall.Part> output) {
        return switch (output.getFirst().type()) {
            case LoggedCall.Part.BODY -> output.getFirst().json();
            case "" -> array(output);
            default -> AssembledAnswer.of(output);
        };
    }

    private static byte[] array(List<LoggedCall.Part> chunks) {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        for (LoggedCall.Part chunk : chunks) {
            array.write(array.size() == 0 ? '[' : ',');
            array.writeBytes(chunk.json());
        }
        array.write(']');
        return array.toByteArray();
    }

    private void writeBody(ObjectNode to, String member, String name, byte[] body) throws IOException {
        if (body.length <= INLINE) {
            to.putRawValue(member + "Json", new RawValue(new String(body, StandardCharsets.UTF_8)));
        } else {
            putAside(to, member, name, body);
        }
    }

    private void putAside(ObjectNode to, String member, String name, byte[] body) throws IOException {
        if (asides != null) {
            to.put(member + "S3Path", asides.put(name + ".json.gz", body));
        }
    }

    /** What the caller asked for beside an answer: in a conversation's body, or in headers. */
    private static void writeRequested(LoggedCall call, ObjectNode entry) {
        if (call.operation().startsWith("Converse")) {
            for (Map.Entry<String, JsonNode> member : members(call.input()).properties()) {
                switch (member.getKey()) {
                    case "requestMetadata", "performanceConfig" -> entry.set(member.getKey(), member.getValue());
                    case "serviceTier" -> entry.set("serviceTier", member.getValue().path("type"));
                    default -> {}
                }
            }
        }
        if (call.latency() != null) {
            entry.putObject("performanceConfig").put("latency", call.latency());
        }
        if (call.serviceTier() != null) {
            entry.put("serviceTier", call.serviceTier());
        }
    }

    private static JsonNode members(byte[] body) {
        try {
            return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }
}
