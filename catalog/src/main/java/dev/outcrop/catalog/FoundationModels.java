package dev.outcrop.catalog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.outcrop.wire.error.ResourceNotFoundException;
import dev.outcrop.wire.error.ValidationException;

/**
 * The table of foundation models. Immutable and thread-safe.
 *
 * <p>Source of the table: published exports of ListFoundationModels (us-east-1, 2026) and, for models that are no longer
 * listed there, the model pages of the Amazon Bedrock user guide. {@code customizationsSupported} differs between
 * regions in the real service; the table holds what us-east-1 or us-west-2 has.
 */
public final class FoundationModels {
    private static final String RESOURCE = "foundation-models.csv";

    private final Map<String, FoundationModel> byId;

    private FoundationModels(Map<String, FoundationModel> byId) {
        this.byId = byId;
    }

    /** Reads the table that comes with Outcrop. */
    public static FoundationModels load() {
        try (InputStream in = FoundationModels.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The build lacks " + RESOURCE);
            }
            Map<String, FoundationModel> byId = new LinkedHashMap<>();
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .skip(1)
                    .map(FoundationModels::row)
                    .forEach(model -> byId.put(model.modelId(), model));
            return new FoundationModels(byId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FoundationModel row(String line) {
        String[] cells = line.split("\\|", -1);
        return new FoundationModel(
                cells[0],
                cells[1],
                cells[2],
                words(cells[3]),
                words(cells[4]),
                Boolean.parseBoolean(cells[5]),
                words(cells[6]),
                words(cells[7]),
                FoundationModel.Lifecycle.valueOf(cells[8]));
    }

    private static List<String> words(String cell) {
        return cell.isEmpty() ? List.of() : Arrays.asList(cell.split(" "));
    }

    /** Every model, in the table's order. */
    public Collection<FoundationModel> all() {
        return byId.values();
    }

    /** The models that a filter admits. */
    public List<FoundationModel> list(ModelFilter filter) {
        return byId.values().stream().filter(filter::admits).toList();
    }

    /** The model with this id. */
    public Optional<FoundationModel> find(String modelId) {
        return Optional.ofNullable(byId.get(modelId));
    }

    /**
     * The model of an id or ARN, as GetFoundationModel finds it.
     *
     * @throws ValidationException when there is no such id
     * @throws ResourceNotFoundException when the ARN is well formed and names none
     */
    public FoundationModel get(String idOrArn, String region) {
        String prefix = FoundationModel.arnPrefix(region);
        if (idOrArn.startsWith("arn:")) {
            String id = idOrArn.startsWith(prefix) ? idOrArn.substring(prefix.length()) : "";
            return find(id)
                    .orElseThrow(() -> new ResourceNotFoundException(
                            "Could not resolve the foundation model from the provided model identifier."));
        }
        return find(idOrArn).orElseThrow(() -> new ValidationException("The provided model identifier is invalid."));
    }
}
