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
        String rest = afterBegin(text);
        while (rest.startsWith(OPEN)) {
            int close = rest.indexOf(CLOSE);
            if (close < 0) {
                return null;
            }
            addInstruction(messages, rest.substring(OPEN.length(), close).strip());
            String after = rest.substring(close + CLOSE.length());
            int end = after.indexOf(END);
            int next = after.indexOf(OPEN);
            if (end < 0 && next < 0) {
                if (!after.isBlank()) {
                    messages.add(new Message(Role.ASSISTANT, after.stripLeading()));
                }
                return messages;
            }
            int answerEnd = end >= 0 && (next < 0 || end < next) ? end : next;
            messages.add(new Message(Role.ASSISTANT, after.substring(0, answerEnd).strip()));
            rest = afterBegin(answerEnd == end ? after.substring(end + END.length()) : after.substring(next));
        }
        return null;
    }

    private static String afterBegin(String text) {
        String stripped = text.stripLeading();
        return stripped.startsWith(BEGIN) ? stripped.substring(BEGIN.length()).stripLeading() : stripped;
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
                case USER -> {
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
