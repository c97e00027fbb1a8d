package dev.outcrop.guardrails.classifier;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.outcrop.guardrails.config.ContentFilter.Category;
import org.jspecify.annotations.Nullable;

/**
 * What the labels of a classifier, or the codes of a judge, mean: none, one or several content-filter categories each. A
 * label that means none is known, and concerns no filter. Case does not matter. Immutable.
 */
public final class LabelMap {

    /** One code for each category, for judges that are told what they mean. */
    public static final LabelMap OWN = numbered(
            Set.of(Category.SEXUAL),
            Set.of(Category.VIOLENCE),
            Set.of(Category.HATE),
            Set.of(Category.INSULTS),
            Set.of(Category.MISCONDUCT),
            Set.of(Category.PROMPT_ATTACK));

    /**
     * The hazards of Llama Guard 3 (model card "Llama Guard 3", "Hazard Taxonomy and Policy"): violent crimes, other
     * crimes, sex crimes, exploitation of children, defamation; specialised advice, privacy and intellectual property,
     * which concern no filter; weapons, hate, self-harm, sexual content; elections, which concern none; abuse of code
     * interpreters.
     */
    public static final LabelMap LLAMA_GUARD = numbered(
            Set.of(Category.VIOLENCE),
            Set.of(Category.MISCONDUCT),
            Set.of(Category.SEXUAL),
            Set.of(Category.SEXUAL),
            Set.of(Category.INSULTS),
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(Category.VIOLENCE),
            Set.of(Category.HATE),
            Set.of(Category.VIOLENCE),
            Set.of(Category.SEXUAL),
            Set.of(),
            Set.of(Category.MISCONDUCT));

    private final Map<String, Set<Category>> byLabel = new LinkedHashMap<>();

    /** @param byLabel in the order in which labels are listed */
    public LabelMap(Map<String, ? extends Set<Category>> byLabel) {
        byLabel.forEach((label, categories) -> this.byLabel.put(label.toUpperCase(Locale.ROOT),
                Collections.unmodifiableSet(
                        categories.isEmpty() ? EnumSet.noneOf(Category.class) : EnumSet.copyOf(categories))));
    }

    /** {@code S1}, {@code S2}, ... */
    @SafeVarargs
    private static LabelMap numbered(Set<Category>... meanings) {
        Map<String, Set<Category>> byLabel = new LinkedHashMap<>();
        for (Set<Category> meaning : meanings) {
            byLabel.put("S" + (byLabel.size() + 1), meaning);
        }
        return new LabelMap(byLabel);
    }

    /** Every label, in upper case. */
    public List<String> labels() {
        return List.copyOf(byLabel.keySet());
    }

    /** What a label means; null when it is not known. */
    public @Nullable Set<Category> meaning(String label) {
        return byLabel.get(label.toUpperCase(Locale.ROOT));
    }

    /** Every category that some label means. */
    public Set<Category> categories() {
        Set<Category> all = EnumSet.noneOf(Category.class);
        byLabel.values().forEach(all::addAll);
        return all;
    }
}
