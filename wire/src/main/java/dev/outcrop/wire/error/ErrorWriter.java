package dev.outcrop.wire.error;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;

import dev.outcrop.wire.model.Operation;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes errors as the service does: code in a header, message and further members in a JSON body. */
public final class ErrorWriter {

    /** What follows the code in {@code x-amzn-ErrorType}; SDKs read up to the colon. */
    private static final String SERVICE = ":http://internal.amazon.com/coral/com.amazon.bedrock/";

    private static final String AUTHENTICATION = ":http://internal.amazon.com/coral/com.amazon.coral.service/";

    private static final JsonFactory JSON = new JsonFactory();

    private ErrorWriter() {}

    /** The error as HTTP carries it. */
    public static WrittenError write(ServiceException error) {
        return new WrittenError(error.status(), error.code() + namespace(error), body(error));
    }

    private static String namespace(ServiceException error) {
        return switch (error.origin()) {
            case SERVICE -> SERVICE;
            case AUTHENTICATION -> AUTHENTICATION;
        };
    }

    /** The error's members as JSON, message first. */
    public static byte[] body(ServiceException error) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            generator.writeStartObject();
            generator.writeName(error.messageMember());
            generator.writeString(error.message());
            for (Map.Entry<String, Object> member : new TreeMap<>(error.members()).entrySet()) {
                generator.writeName(member.getKey());
                if (member.getValue() instanceof Integer number) {
                    generator.writeNumber(number);
                } else {
                    generator.writeString(String.valueOf(member.getValue()));
                }
            }
            generator.writeEndObject();
        }
        return out.toByteArray();
    }

    /** What an operation answers that the model has and Outcrop does not build yet. */
    public static NotImplementedException notBuilt(Operation operation) {
        return new NotImplementedException(
                operation.name() + " of " + operation.service() + " is not available in this version of Outcrop.");
    }
}
