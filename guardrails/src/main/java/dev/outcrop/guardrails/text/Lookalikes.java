package dev.outcrop.guardrails.text;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;

/**
 * Letters of other scripts that look like a letter of ASCII, and which one.
 *
 * <p>From the confusables of Unicode Technical Standard 39 (skeletons, as ICU has them), and beyond them the small capitals
 * and the Cyrillic and Greek letters that writers put for Latin ones though Unicode tells them apart.
 */
final class Lookalikes {

    // Pairs of a letter and what it stands for.
    private static final String SMALL_CAPITALS = "ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢz";
    private static final String WRITTEN_FOR_LATIN = "вbнhкkмmтtгrпnиuяrзeьbшwщwчyцuѵvαaβbεeηnιiκkνvρpτtυuχxωwσoδdγyμuθo";
    private static final int LAST = 0xFFFF;
    private static final int LATIN_LETTERS_OF_LANGUAGES = 0x180;
    private static final int DOTLESS_I = 0x131;

    private static final Normalizer2 NFD = Normalizer2.getNFDInstance();

    private static final Lookalikes INSTANCE = new Lookalikes();

    /** By BMP code point; 0 for a char that looks like nothing else. */
    private final char[] latin = new char[LAST + 1];
    private final BitSet exact = new BitSet();
    /** Letters that are a lookalike with marks. */
    private final BitSet marked = new BitSet();

    private Lookalikes() {
        SpoofChecker checker = new SpoofChecker.Builder().build();
        Map<String, Character> bySkeleton = new HashMap<>();
        for (char letter = 'A'; letter <= 'Z'; letter++) {
            bySkeleton.put(checker.getSkeleton(String.valueOf(letter)), letter);
        }
        for (char letter = 'a'; letter <= 'z'; letter++) {
            bySkeleton.put(checker.getSkeleton(String.valueOf(letter)), letter);
        }
        for (int letter = LATIN_LETTERS_OF_LANGUAGES; letter <= LAST; letter++) {
            if (UCharacter.isLetter(letter) && !isHan(letter)) {
                Character like = bySkeleton.get(checker.getSkeleton(Character.toString(letter)));
                if (like != null) {
                    latin[letter] = cased(letter, like);
                    exact.set(letter);
                }
            }
        }
        latin[DOTLESS_I] = 'i';
        addPairs(SMALL_CAPITALS);
        addPairs(WRITTEN_FOR_LATIN);
        addMarked();
    }

    private static boolean isHan(int letter) {
        int script = UScript.getScript(letter);
        return script == UScript.HAN || script == UScript.HANGUL || script == UScript.YI;
    }

    private static char cased(int letter, char like) {
        return UCharacter.isUpperCase(letter)
                ? Character.toUpperCase(like == 'l' ? 'i' : like)
                : UCharacter.isLowerCase(letter) ? Character.toLowerCase(like) : like;
    }

    private void addPairs(String pairs) {
        for (int i = 0; i < pairs.length(); i += 2) {
            char letter = pairs.charAt(i);
            if (latin[letter] == 0) {
                latin[letter] = pairs.charAt(i + 1);
            }
            char upper = Character.toUpperCase(letter);
            if (latin[upper] == 0 && upper != letter) {
                latin[upper] = Character.toUpperCase(pairs.charAt(i + 1));
            }
        }
    }

    private void addMarked() {
        for (char letter = LATIN_LETTERS_OF_LANGUAGES; letter < LAST; letter++) {
            String parts = NFD.getDecomposition(letter);
            if (parts != null && latin[letter] == 0) {
                marked.set(letter, latin[NFD.normalize(parts).charAt(0)] != 0);
            }
        }
    }

    static Lookalikes get() {
        return INSTANCE;
    }

    /** The letter of ASCII that this char looks like; 0 when there is none. */
    char latin(char letter) {
        return latin[letter];
    }

    /** Whether this letter is one of {@link #latin} with marks, in one char. */
    boolean isMarked(char letter) {
        return marked.get(letter);
    }

    /** The letter of ASCII that a {@linkplain #isMarked marked} letter looks like, and its marks behind it. */
    String spelled(char letter) {
        String parts = NFD.normalize(String.valueOf(letter));
        return latin[parts.charAt(0)] + parts.substring(1);
    }

    /** Whether the two cannot be told apart, as Unicode has it; not when writers merely put one for the other. */
    boolean isExact(char letter) {
        return exact.get(letter);
    }
}
