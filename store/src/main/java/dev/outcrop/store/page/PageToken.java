package dev.outcrop.store.page;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * Tokens of lists that are ordered by a number: the list's name and the last number seen, so that what is added or
 * deleted between two pages moves nothing.
 */
public final class PageToken {
    private static final char SEPARATOR = '>';

    private PageToken() {}

    /**
     * The number after which a list goes on.
     *
     * @param list what the token must have been made for
     * @param token null begins the list
     * @throws PageTokenException when it was not
     */
    public static long after(String list, @Nullable String token) {
        if (token == null) {
            return -1;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            long after = Long.parseLong(text.substring(text.lastIndexOf(SEPARATOR) + 1));
            // Compared whole: several texts decode to the same bytes, and only one of them was given out.
            if (token(list, after).equals(token)) {
                return after;
            }
        } catch (IllegalArgumentException e) {
            throw new PageTokenException();
        }
        throw new PageTokenException();
    }

    /**
     * Makes a page.
     *
     * @param found at most {@code limit} + 1 items, in order; the last one too many says that more follow
     */
    public static <T> Page<T> page(String list, List<T> found, int limit, ToLongFunction<T> number) {
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<T> items = new ArrayList<>(found.subList(0, limit));
        return new Page<>(items, token(list, number.applyAsLong(items.getLast())));
    }

    private static String token(String list, long number) {
        String text = list + SEPARATOR + number;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
