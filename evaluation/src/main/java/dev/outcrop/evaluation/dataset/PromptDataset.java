package dev.outcrop.evaluation.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads data sets of prompts: one JSON object per line. The whole file is checked before any of it is used. */
public final class PromptDataset {

    /** Room for the prompt, a reference and answers. */
    private static final int MOST_LINE_BYTES = 1_048_576;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PromptDataset() {}

    /**
     * The records of a file.
     *
     * @throws DatasetException when some line breaks a rule, or there are too many or none
     * @throws IOException when the file cannot be read
     */
    public static List<PromptRecord> read(InputStream file, DatasetRules rules)
            throws DatasetException, IOException {
        Lines lines = new Lines(file, MOST_LINE_BYTES);
        List<PromptRecord> records = new ArrayList<>();
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (records.size() == rules.mostPrompts()) {
                throw new DatasetException("The data set has more than " + rules.mostPrompts()
                        + " prompts, the most that a job may have.");
            }
            records.add(record(lines.number(), line, rules));
        }
        if (records.isEmpty()) {
            throw new DatasetException("The data set has no prompts.");
        }
        return records;
    }

    private static PromptRecord record(long number, String line, DatasetRules rules) throws DatasetException {
        JsonNode source;
        try {
            source = JSON.readTree(line);
        } catch (JacksonException e) {
            throw new DatasetException(number, "it is not JSON. Each line must be one JSON object.");
        }
        if (!source.isObject()) {
            throw new DatasetException(number, "it is not a JSON object.");
        }
        String prompt = text(number, source, "prompt");
        if (prompt == null) {
            throw new DatasetException(number, "the key \"prompt\" is missing.");
        }
        int bytes = prompt.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > rules.mostPromptBytes()) {
            throw new DatasetException(number, "the prompt has " + bytes + " bytes, more than the "
                    + rules.mostPromptBytes() + " that it may have.");
        }
        String reference = text(number, source, "referenceResponse");
        if (rules.referenceRequired() && reference == null) {
            throw new DatasetException(number,
                    "the key \"referenceResponse\" is missing; the metrics of this job compare"
                            + " with it.");
        }
        return new PromptRecord(
                number, source, prompt, reference, text(number, source, "category"), responses(number, source, rules));
    }

    /** Null when it is absent or empty. */
    private static @Nullable String text(long number, JsonNode source, String key) throws DatasetException {
        JsonNode value = source.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw new DatasetException(number, "the value of \"" + key + "\" must be a string.");
        }
        return value.stringValue().isEmpty() ? null : value.stringValue();
    }

    private static List<PromptRecord.GivenResponse> responses(long number, JsonNode source, DatasetRules rules)
            throws DatasetException {
        String wanted = rules.givenSource();
        if (wanted == null) {
            return List.of();
        }
        JsonNode given = source.path("modelResponses");
        if (!given.isArray() || given.size() != 1) {
            throw new DatasetException(number, "the key \"modelResponses\" must hold exactly one response.");
        }
        JsonNode response = given.get(0).path("response");
        JsonNode identifier = given.get(0).path("modelIdentifier");
        if (!response.isString() || !identifier.isString()) {
            throw new DatasetException(number, "a response needs the strings \"response\" and \"modelIdentifier\".");
        }
        if (!identifier.stringValue().equals(wanted)) {
            throw new DatasetException(number, "the modelIdentifier \"" + identifier.stringValue()
                    + "\" is not the job's inferenceSourceIdentifier \"" + wanted + "\".");
        }
        return List.of(new PromptRecord.GivenResponse(response.stringValue(), wanted));
    }
}
