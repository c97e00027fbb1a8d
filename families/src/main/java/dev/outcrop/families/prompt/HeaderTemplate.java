package dev.outcrop.families.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.outcrop.inference.Message;
import dev.outcrop.inference.Message.Role;
import org.jspecify.annotations.Nullable;

/**
 * Turns with a header that names the speaker: Llama 3 and Llama 4.
 *
 * @param begin before the first turn; may be left out
 * @param endTurn after every turn but the one to be continued
 */
public record HeaderTemplate(String begin, String startHeader, String endHeader, String endTurn)
        implements
            ProviderTemplate {

    /** Llama 3, 3.1, 3.2 and 3.3. */
    public static final HeaderTemplate LLAMA_3 = new HeaderTemplate("<|begin_of_text|>", "<|start_header_id|>",
            "<|end_header_id|>", "<|eot_id|>");

    /** Llama 4. */
    public static final HeaderTemplate LLAMA_4 = new HeaderTemplate("<|begin_of_text|>", "<|header_start|>",
            "<|header_end|>", "<|eot|>");

    @Override
    public @Nullable List<Message> parse(String text) {
        List<Message> messages = new ArrayList<>();
        int at = skipSpace(text, 0);
        if (text.startsWith(begin, at)) {
            at = skipSpace(text, at + begin.length());
        }
        while (text.startsWith(startHeader, at) && messages.size() < MOST_TURNS) {
            int nameFrom = at + startHeader.length();
            int nameTo = text.indexOf(endHeader, nameFrom);
            Role role = nameTo < 0 ? null : role(text.substring(nameFrom, nameTo));
            if (role == null) {
                return null;
            }
            int from = nameTo + endHeader.length();
            int to = text.indexOf(endTurn, from);
            if (to < 0) {
                // The open turn: the assistant's, with what has been put into its mouth.
                return role == Role.ASSISTANT && !messages.isEmpty() ? closed(messages, text.substring(from)) : null;
            }
            messages.add(new Message(role, text.substring(from, to).strip()));
            at = skipSpace(text, to + endTurn.length());
        }
        return null;
    }

    private static List<Message> closed(List<Message> messages, String prefill) {
        if (!prefill.isBlank()) {
            messages.add(new Message(Role.ASSISTANT, prefill.stripLeading()));
        }
        return messages;
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static @Nullable Role role(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "system" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            default -> null;
        };
    }

    @Override
    public String render(List<Message> messages) {
        StringBuilder text = new StringBuilder(begin);
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            text.append(header(message.role())).append(message.text());
            boolean prefill = i == messages.size() - 1 && message.role() == Role.ASSISTANT;
            if (prefill) {
                return text.toString();
            }
            text.append(endTurn);
        }
        return text.append(header(Role.ASSISTANT)).toString();
    }

    private String header(Role role) {
        return startHeader + role.name().toLowerCase(Locale.ROOT) + endHeader + "\n\n";
    }

    @Override
    public List<String> markers() {
        return List.of(begin, startHeader, endHeader, endTurn);
    }
}
