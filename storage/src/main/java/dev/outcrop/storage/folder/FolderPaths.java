package dev.outcrop.storage.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

import dev.outcrop.storage.ObjectNameException;

/** Keys as paths. */
final class FolderPaths {

    private FolderPaths() {}

    /**
     * The path of a key below a folder.
     *
     * @param key one that {@link dev.outcrop.storage.ObjectUri} takes
     * @throws ObjectNameException when this machine's file system has no such names
     */
    static Path below(Path folder, String key) {
        Path path = folder;
        try {
            for (String name : key.split("/")) {
                Path part = folder.getFileSystem().getPath(name);
                if (part.isAbsolute() || part.getNameCount() != 1) {
                    throw new ObjectNameException("The key `" + key + "` cannot be a path on this machine.");
                }
                path = path.resolve(part);
            }
        } catch (InvalidPathException e) {
            throw new ObjectNameException("The key `" + key + "` cannot be a path on this machine.");
        }
        return path;
    }

    /**
     * Whether a path, with every link on it followed, is below a folder. A path whose end does not exist is judged by the
     * part that does; a link to nowhere leads nowhere.
     *
     * @param folder without links
     */
    static boolean staysBelow(Path folder, Path path) {
        for (Path existing = path; existing != null && existing.startsWith(folder); existing = existing.getParent()) {
            if (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            try {
                return existing.toRealPath().startsWith(folder);
            } catch (IOException e) {
                return false;
            }
        }
        return false;
    }
}
