package stage5.cdk.config;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The AWS account of an environment, and what it has only once. Environments can't share an account, because tables, topics and
 * queues have the topology's names in each.
 *
 * @param id its number; null if the environment exists once per form
 * @param idsByForm the number of each form's account, if the environment exists once per form
 * @param repository on GitHub, as {@code owner/name}; its jobs may deploy the environment
 */
public record AccountSettings(
        String id,
        Map<Form, String> idsByForm,
        String repository,
        ProtectionSettings protection,
        SpendingSettings spending) {

    private static final Pattern ID = Pattern.compile("\\d{12}");

    public AccountSettings {
        idsByForm = Map.copyOf(requireNonNullElse(idsByForm, Map.of()));
        requireNonNull(repository, "account.repository");
        requireNonNull(protection, "account.protection");
        requireNonNull(spending, "account.spending");
        boolean one = id != null && idsByForm.isEmpty();
        boolean perForm = id == null && idsByForm.keySet().equals(Set.of(Form.values()));
        if (!one && !perForm) {
            throw new IllegalArgumentException(
                    "account needs an id, or idsByForm with every form; it has %s and %s".formatted(id, idsByForm));
        }
        if (one) {
            requireNumber(id);
        } else {
            idsByForm.values().forEach(AccountSettings::requireNumber);
        }
    }

    private static void requireNumber(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("The number of an account has 12 digits, not " + id);
        }
    }

    /** Returns whether the environment exists once per form, each in its own account. */
    public boolean sideBySide() {
        return !idsByForm.isEmpty();
    }

    /** Returns the account of the form: this one, unless the environment exists once per form. */
    public AccountSettings of(Form form) {
        return sideBySide()
                ? new AccountSettings(idsByForm.get(form), Map.of(), repository, protection, spending)
                : this;
    }

    /** Returns a copy with other limits of costs. */
    public AccountSettings withSpending(SpendingSettings other) {
        return new AccountSettings(id, idsByForm, repository, protection, other);
    }
}
