/**
 * The text of the documents that Converse takes: bytes in, text for a model out.
 *
 * <p>{@link dev.outcrop.documents.DocumentReader} is the whole of it. Layout survives as far as a language model uses it:
 * headings as {@code #} lines, list items as {@code -} or numbers, table rows as lines of cells parted by tabs, sheets and
 * pages named. Documents come from strangers: every reader works in memory within {@link
 * dev.outcrop.documents.DocumentLimits}, opens no file and no connection. Depends on no other module; knows no HTTP and no
 * AWS JSON.
 */
@NullMarked
package dev.outcrop.documents;

import org.jspecify.annotations.NullMarked;
