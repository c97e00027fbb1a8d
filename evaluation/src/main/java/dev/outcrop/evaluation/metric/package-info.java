/**
 * What an answer is worth beside a reference or another answer. Formulas: the fmeval library's, ROUGE, METEOR, BERTScore and
 * word error rate as their authors define them; each class names its source.
 */
@NullMarked
package dev.outcrop.evaluation.metric;

import org.jspecify.annotations.NullMarked;
