package dev.outcrop.families.prompt;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.inference.Message;
import dev.outcrop.inference.Message.Role;
import org.jspecify.annotations.Nullable;

/**
 * Instructions between {@code [INST]} and {@code [/INST]}: Llama 2 and Mistral. A first instruction may begin with a
 * system text between {@code <<SYS>>} and {@code <</SYS>>}.
 *
 * <p>The only special tokens are {@code <s>} and {@code </s>}; the brackets are ordinary text, in these models too.
 */
public final class InstructionTemplate implements ProviderTemplate {

    /** The one template. */
    public static final InstructionTemplate INSTANCE = new InstructionTemplate();

    private static final String BEGIN = "<s>";
    private static final String END = "</s>";
    private static final String OPEN = "[INST]";
    private static final String CLOSE = "[/INST]";
    private static final String SYSTEM_OPEN = "<<SYS>>";
    private static final String SYSTEM_CLOSE = "<</SYS>>";

    private InstructionTemplate() {}

    @Override
    public @Nullable List<Message> parse(String text) {
        List<Message> messages = new ArrayList<>();
        int at = afterBegin(text, 0);
        int end = text.indexOf(END);
        while (text.startsWith(OPEN, at) && messages.size() < MOST_TURNS) {
            int close = text.indexOf(CLOSE, at);
            if (close < 0) {
                return null;
            }
            addInstruction(messages, text.substring(at + OPEN.length(), close).strip());
            int from = close + CLOSE.length();
            // Looked for again only once it is behind, so that a text without it is searched once.
            end = end >= 0 && end < from ? text.indexOf(END, from) : end;
            int next = text.indexOf(OPEN, from);
            if (end < 0 && next < 0) {
                String prefill = text.substring(from);
                if (!prefill.isBlank()) {
                    messages.add(new Message(Role.ASSISTANT, prefill.stripLeading()));
                }
                return messages;
            }
            boolean ended = end >= 0 && (next < 0 || end < next);
            messages.add(new Message(Role.ASSISTANT, text.substring(from, ended ? end : next).strip()));
            at = afterBegin(text, ended ? end + END.length() : next);
        }
        return null;
    }

    private static int afterBegin(String text, int from) {
        int at = skipSpace(text, from);
        return text.startsWith(BEGIN, at) ? skipSpace(text, at + BEGIN.length()) : at;
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static void addInstruction(List<Message> messages, String instruction) {
        int systemEnd = instruction.indexOf(SYSTEM_CLOSE);
        if (messages.isEmpty() && instruction.startsWith(SYSTEM_OPEN) && systemEnd >= 0) {
            messages.add(new Message(Role.SYSTEM, instruction.substring(SYSTEM_OPEN.length(), systemEnd).strip()));
            messages.add(new Message(Role.USER, instruction.substring(systemEnd + SYSTEM_CLOSE.length()).strip()));
        } else {
            messages.add(new Message(Role.USER, instruction));
        }
    }

    @Override
    public String render(List<Message> messages) {
        StringBuilder text = new StringBuilder(BEGIN);
        String system = "";
        boolean first = true;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            switch (message.role()) {
                case SYSTEM -> system = SYSTEM_OPEN + "\n" + message.text() + "\n" + SYSTEM_CLOSE + "\n\n";
                case USER, TOOL -> {
                    text.append(first ? "" : BEGIN).append(OPEN).append(' ').append(system).append(message.text());
                    text.append(' ').append(CLOSE);
                    system = "";
                    first = false;
                }
                case ASSISTANT -> {
                    text.append(' ').append(message.text());
                    if (i < messages.size() - 1) {
                        text.append(' ').append(END);
                    }
                }
            }
        }
        return text.toString();
    }

    @Override
    public List<String> markers() {
        return List.of(BEGIN, END);
    }
}
