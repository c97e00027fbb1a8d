package dev.outcrop.catalog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The system-defined inference profiles of an account and region: each model that is offered through profiles, in each
 * geography. Immutable and thread-safe.
 *
 * <p>Source of the table: user guide, "Supported Regions and models for inference profiles". There the regions differ from
 * model to model; the table has those that most models of a geography share, at most five, which is the most that
 * GetInferenceProfile returns. A profile of another geography than the region's own is not listed and can be used all the
 * same, as an application's ids say where it was written for, not where this server stands.
 */
public final class SystemProfiles {
    private static final String RESOURCE = "system-inference-profiles.csv";
    private static final String GLOBAL = "global";
    private static final String OFFERED = "INFERENCE_PROFILE";

    /** Most models of a profile (API model of GetInferenceProfile). */
    private static final int MOST_MODELS = 5;

    private final FoundationModels models;
    private final String region;
    private final String account;
    private final List<Geography> geographies;

    private record Geography(String name, String label, List<String> from, List<String> to) {}

    public SystemProfiles(FoundationModels models, String region, String account) {
        this.models = models;
        this.region = region;
        this.account = account;
        this.geographies = geographies();
    }

    private static List<Geography> geographies() {
        try (InputStream in = SystemProfiles.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The build lacks " + RESOURCE);
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .skip(1)
                    .map(line -> line.split("\\|", -1))
                    .map(cells -> new Geography(cells[0], cells[1], words(cells[2]), words(cells[3])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> words(String cell) {
        return cell.isEmpty() ? List.of() : List.of(cell.split(" "));
    }

    /** Those of the region's own geographies and the global ones, by id. */
    public List<SystemProfile> list() {
        List<SystemProfile> profiles = new ArrayList<>();
        for (Geography geography : geographies) {
            if (geography.from().contains(region) || geography.name().equals(GLOBAL)) {
                models.all()
                        .stream()
                        .filter(model -> model.inferenceTypesSupported().contains(OFFERED))
                        .forEach(model -> profiles.add(profile(geography, model)));
            }
        }
        profiles.sort(Comparator.comparing(SystemProfile::id));
        return profiles;
    }

    /** The profile with this id, of any geography and any model. */
    public Optional<SystemProfile> find(String id) {
        for (Geography geography : geographies) {
            String prefix = geography.name() + ".";
            if (id.startsWith(prefix)) {
                Optional<FoundationModel> model = models.find(id.substring(prefix.length()));
                if (model.isPresent()) {
                    return Optional.of(profile(geography, model.get()));
                }
            }
        }
        return Optional.empty();
    }

    private SystemProfile profile(Geography geography, FoundationModel model) {
        List<String> destinations = destinations(geography);
        String id = geography.name() + "." + model.modelId();
        return new SystemProfile(
                id,
                Arns.in(region, account, "inference-profile", id),
                geography.label() + " " + model.providerName() + " " + model.modelName(),
                "Routes requests to " + model.providerName() + " " + model.modelName() + " in "
                        + String.join(", ", destinations) + ".",
                model,
                destinations);
    }

    /** The region itself comes first where it is one of them, or where the profile goes anywhere. */
    private List<String> destinations(Geography geography) {
        List<String> regions = new ArrayList<>(geography.to());
        boolean own = regions.remove(region) || regions.isEmpty() || geography.from().contains(region);
        if (own) {
            regions.addFirst(region);
        }
        return regions.size() > MOST_MODELS ? regions.subList(0, MOST_MODELS) : regions;
    }
}
