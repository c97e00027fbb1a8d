package dev.outcrop.engines.gguf.template;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.outcrop.engines.gguf.tokenizer.Segment;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Message.Role;

/**
 * The formats that need no template engine: for files without a template, and for the most common templates.
 *
 * <p>None writes the token that begins a text; the tokenizer adds it.
 */
enum BuiltInFormat implements TurnFormat {
    /** {@code <|im_start|>role … <|im_end|>}: Qwen, SmolLM, Yi, many fine-tunes. */
    CHATML {
        @Override
        public List<Segment> render(List<Message> messages, boolean addGenerationPrompt) {
            SegmentWriter out = new SegmentWriter();
            for (Message message : messages) {
                out.template("<|im_start|>" + name(message.role()) + "\n")
                        .message(message.text())
                        .template("<|im_end|>\n");
            }
            return out.template(addGenerationPrompt ? "<|im_start|>assistant\n" : "").segments();
        }
    },

    /** Llama 3, 3.1, 3.2, 3.3. */
    LLAMA3 {
        @Override
        public List<Segment> render(List<Message> messages, boolean addGenerationPrompt) {
            SegmentWriter out = new SegmentWriter();
            for (Message message : messages) {
                out.template(header(name(message.role()))).message(message.text().strip()).template("<|eot_id|>");
            }
            return out.template(addGenerationPrompt ? header("assistant") : "").segments();
        }

        private static String header(String role) {
            return "<|start_header_id|>" + role + "<|end_header_id|>\n\n";
        }
    },

    /** Llama 2, with its markers for the system's text. */
    LLAMA2 {
        @Override
        public List<Segment> render(List<Message> messages, boolean addGenerationPrompt) {
            SegmentWriter out = new SegmentWriter();
            String system = "";
            boolean first = true;
            for (Message message : messages) {
                switch (message.role()) {
                    case SYSTEM -> system = message.text();
                    case USER, TOOL -> {
                        out.template(first ? "[INST] " : "<s>[INST] ");
                        if (!system.isEmpty()) {
                            out.template("<<SYS>>\n").message(system).template("\n<</SYS>>\n\n");
                        }
                        out.message(message.text().strip()).template(" [/INST]");
                        system = "";
                        first = false;
                    }
                    case ASSISTANT -> out.template(" ").message(message.text().strip()).template(" </s>");
                }
            }
            return out.segments();
        }
    },

    /** Mistral Instruct. */
    MISTRAL {
        @Override
        public List<Segment> render(List<Message> messages, boolean addGenerationPrompt) {
            SegmentWriter out = new SegmentWriter();
            for (Message message : Conversations.withSystemInFirstUserTurn(messages)) {
                if (message.role() == Role.ASSISTANT) {
                    out.template(" ").message(message.text()).template("</s>");
                } else {
                    out.template("[INST] ").message(message.text()).template(" [/INST]");
                }
            }
            return out.segments();
        }
    },

    /** Gemma 1, 2, 3, which know no system role. */
    GEMMA {
        @Override
        public List<Segment> render(List<Message> messages, boolean addGenerationPrompt) {
            SegmentWriter out = new SegmentWriter();
            for (Message message : Conversations.withSystemInFirstUserTurn(messages)) {
                String role = message.role() == Role.ASSISTANT ? "model" : "user";
                out.template("<start_of_turn>" + role + "\n")
                        .message(message.text().strip())
                        .template("<end_of_turn>\n");
            }
            return out.template(addGenerationPrompt ? "<start_of_turn>model\n" : "").segments();
        }
    },

    /** Phi-3 and Phi-3.5. */
    PHI3 {
        @Override
        public List<Segment> render(List<Message> messages, boolean addGenerationPrompt) {
            return plainHeaders(messages, "<|end|>\n", addGenerationPrompt);
        }
    },

    /** Zephyr and TinyLlama. */
    ZEPHYR {
        @Override
        public List<Segment> render(List<Message> messages, boolean addGenerationPrompt) {
            return plainHeaders(messages, "</s>\n", addGenerationPrompt);
        }
    };

    /** Templates that models carry in these very words, up to blanks inside the braces. */
    private static final Map<String, BuiltInFormat> RECOGNISED = Map.of(
            "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content']"
                    + " + '<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}"
                    + "{{'<|im_start|>assistant\\n'}}{% endif %}",
            CHATML,
            "{% if not add_generation_prompt is defined %}{% set add_generation_prompt = false %}{% endif %}"
                    + "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content']"
                    + " + '<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}"
                    + "{{'<|im_start|>assistant\\n'}}{% endif %}",
            CHATML);

    /** The format that does exactly what the template does, if one is known. */
    static Optional<BuiltInFormat> recognised(String template) {
        return Optional.ofNullable(RECOGNISED.get(template.replace("{{ ", "{{").replace(" }}", "}}")));
    }

    /** How Jinja templates call a role. */
    static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static List<Segment> plainHeaders(List<Message> messages, String end, boolean addGenerationPrompt) {
        SegmentWriter out = new SegmentWriter();
        for (Message message : messages) {
            out.template("<|" + name(message.role()) + "|>\n").message(message.text()).template(end);
        }
        return out.template(addGenerationPrompt ? "<|assistant|>\n" : "").segments();
    }
}
