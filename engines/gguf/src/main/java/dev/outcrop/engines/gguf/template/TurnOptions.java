package dev.outcrop.engines.gguf.template;

import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.Tools;

/** What a template is told beside the messages. */
record TurnOptions(Tools tools, Reasoning reasoning) {}
