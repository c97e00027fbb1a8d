package dev.outcrop.access.policy;

/** What a policy is attached as; the names are those of denials. */
public enum PolicyType {
    /** Attached to a user or role. */
    IDENTITY("an", "identity-based policy"),
    /** The most that a user or role may ever do. */
    BOUNDARY("a", "permissions boundary"),
    /** The most that a session or key may do of what its owner may. */
    SESSION("a", "session policy");

    private final String article;
    private final String name;

    PolicyType(String article, String name) {
        this.article = article;
        this.name = name;
    }

    String withArticle() {
        return article + " " + name;
    }

    String withoutArticle() {
        return name;
    }
}
