package dev.outcrop.families.converse;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;

import dev.outcrop.inference.Message;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.Prompt;

/** Whether a model reads the same in two prompts: as records compare, but for pictures, which are compared by content. */
final class Readings {

    private Readings() {}

    static boolean same(Prompt one, Prompt other) {
        return switch (one) {
            case Prompt.Verbatim verbatim -> verbatim.equals(other);
            case Prompt.Chat chat -> other instanceof Prompt.Chat more && sameChat(chat, more);
            case Prompt.Templated(String text, List<String> markers, Prompt.Chat chat) ->
                other instanceof Prompt.Templated more
                        && text.equals(more.text())
                        && markers.equals(more.markers())
                        && sameChat(chat, more.chat());
        };
    }

    private static boolean sameChat(Prompt.Chat one, Prompt.Chat other) {
        return one.tools().equals(other.tools()) && all(one.messages(), other.messages(), Readings::sameMessage);
    }

    private static boolean sameMessage(Message one, Message other) {
        return one.role() == other.role() && all(one.parts(), other.parts(), Readings::samePart);
    }

    private static boolean samePart(Part one, Part other) {
        if (one instanceof Part.Image(String type, byte[] bytes)
                && other instanceof Part.Image(String otherType, byte[] otherBytes)) {
            return type.equals(otherType) && Arrays.equals(bytes, otherBytes);
        }
        return one.equals(other);
    }

    private static <T> boolean all(List<T> ones, List<T> others, BiPredicate<T, T> same) {
        if (ones.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < ones.size(); i++) {
            if (!same.test(ones.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }
}
