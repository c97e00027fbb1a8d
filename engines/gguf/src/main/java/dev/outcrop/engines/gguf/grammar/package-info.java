/**
 * Grammars that hold a model's answer to a form: which tokens may come next.
 *
 * <p>A {@link dev.outcrop.engines.gguf.grammar.Grammar} becomes a recursive transition network over UTF-8 bytes
 * ({@code Program}), which is made deterministic as far as an answer needs it ({@code Automaton}) and walked together with
 * a trie of the vocabulary ({@code TokenTrie}). Every state that is entered can still reach an end, so a model that
 * follows the masks never stands without a next token. Knows tokenizers and the sampler's interface, nothing of models.
 */
@NullMarked
package dev.outcrop.engines.gguf.grammar;

import org.jspecify.annotations.NullMarked;
