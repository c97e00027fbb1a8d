package dev.outcrop.guardrails.assessment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What stands in the place of sensitive information.
 *
 * @param placeholder the type or the expression's name in braces
 */
public record Mask(Span span, String placeholder) {

    /** The masks of those findings that anonymise, in the order of the text. */
    public static List<Mask> of(List<Finding> findings) {
        List<Mask> masks = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.effect() != Effect.ANONYMIZED) {
                continue;
            }
            switch (finding) {
                case Finding.Pii pii -> masks.add(new Mask(pii.span(), "{" + pii.type() + "}"));
                case Finding.Pattern pattern -> masks.add(new Mask(pattern.span(), "{" + pattern.name() + "}"));
                case Finding.Topic _,Finding.Filter _,Finding.CustomWord _,Finding.Profanity _,Finding.Grounding _ ->
                    throw new IllegalStateException("this policy does not mask");
            }
        }
        masks.sort(Comparator.comparingInt((Mask mask) -> mask.span().block())
                .thenComparingInt(mask -> mask.span().start()));
        return masks;
    }

    /**
     * A block's text with its masks. The policies see to it that no two masks overlap within one policy; where those of
     * two do, the earlier one's placeholder stands for both.
     *
     * @param block index of the block
     * @param masks of any blocks, in the order of the text
     */
    public static String apply(String text, int block, List<Mask> masks) {
        StringBuilder out = new StringBuilder(text.length());
        int copied = 0;
        for (Mask mask : masks) {
            if (mask.span().block() != block) {
                continue;
            }
            if (mask.span().start() >= copied) {
                out.append(text, copied, mask.span().start()).append(mask.placeholder());
            }
            copied = Math.max(copied, mask.span().end());
        }
        return copied == 0 ? text : out.append(text, copied, text.length()).toString();
    }
}
