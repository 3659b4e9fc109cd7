package io.ratemill.rating;

import io.ratemill.model.ChargeClass;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.Owner;
import io.ratemill.model.PricingRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pricing rules by what they are about, so that finding the one that applies looks at few.
 *
 * <p>Shape: a rule sits under its narrowest column (account, customer, customer class, reseller,
 * marketplace) and under its service; each list is in the order in which its rules win. Errors: a
 * rule of a charge class that does not exist is refused.
 */
final class RuleIndex {
  /** The narrowest column of a rule, narrowest first: this order is the first rank of a rule. */
  private enum Scope {
    ACCOUNT,
    CUSTOMER,
    CUSTOMER_CLASS,
    RESELLER,
    MARKETPLACE,
    ANY;

    private static final Scope[] ALL = values();

    static Scope of(PricingRule rule) {
      for (Scope each : ALL) {
        if (!each.key(rule).isEmpty()) {
          return each;
        }
      }
      return ANY;
    }

    String key(PricingRule rule) {
      return switch (this) {
        case ACCOUNT -> rule.accountId();
        case CUSTOMER -> rule.customerAccountId();
        case CUSTOMER_CLASS -> rule.customerClass();
        case RESELLER -> rule.resellerId();
        case MARKETPLACE -> rule.marketplaceId();
        case ANY -> "";
      };
    }

    String key(Owner owner, String marketplaceId) {
      return switch (this) {
        case ACCOUNT -> owner.accountId();
        case CUSTOMER -> owner.customerAccountId();
        case CUSTOMER_CLASS -> owner.customerClass();
        case RESELLER -> owner.resellerId();
        case MARKETPLACE -> marketplaceId;
        case ANY -> "";
      };
    }
  }

  private record Entry(PricingRule rule, @Nullable ChargeClass chargeClass) {
    static final Comparator<Entry> ORDER =
        Comparator.comparing((Entry e) -> e.chargeClass == null)
            .thenComparing(e -> e.rule.validFrom(), Comparator.reverseOrder())
            .thenComparing(e -> e.rule.id());

    static Entry of(PricingRule rule) {
      boolean any = rule.chargeClass().isEmpty();
      return new Entry(rule, any ? null : ChargeClass.parse(rule.chargeClass()));
    }
  }

  /** What must be met by a rule beside its key and service. */
  private record Wanted(Owner owner, String marketplaceId, ChargeClass chargeClass, int day) {
    boolean metBy(Entry entry) {
      return (entry.chargeClass == null || entry.chargeClass == chargeClass)
          && entry.rule.coversDay(day)
          && isAbout(entry.rule, owner, marketplaceId);
    }
  }

  private final Map<Scope, Map<String, Map<String, List<Entry>>>> scopes =
      new EnumMap<>(Scope.class);

  RuleIndex(Collection<PricingRule> rules) {
    for (PricingRule rule : rules) {
      Scope scope = Scope.of(rule);
      scopes
          .computeIfAbsent(scope, any -> new HashMap<>())
          .computeIfAbsent(scope.key(rule), any -> new HashMap<>())
          .computeIfAbsent(rule.service(), any -> new ArrayList<>())
          .add(Entry.of(rule));
    }
    for (Map<String, Map<String, List<Entry>>> keys : scopes.values()) {
      for (Map<String, List<Entry>> services : keys.values()) {
        services.values().forEach(entries -> entries.sort(Entry.ORDER));
      }
    }
  }

  /** The most specific rule that matches a charge of an owner; absent where none does. */
  @Nullable PricingRule match(Owner owner, String marketplaceId, ChargeKey charge, int day) {
    return find(owner, marketplaceId, charge, day, false);
  }

  /** Like {@link #match}, among the rules that name the charge's class. */
  @Nullable PricingRule matchNamingClass(
      Owner owner, String marketplaceId, ChargeKey charge, int day) {
    return find(owner, marketplaceId, charge, day, true);
  }

  private @Nullable PricingRule find(
      Owner owner, String marketplaceId, ChargeKey charge, int day, boolean namingClass) {
    if (scopes.isEmpty()) {
      return null;
    }
    Wanted wanted = new Wanted(owner, marketplaceId, charge.chargeClass(), day);
    for (Scope scope : Scope.ALL) {
      Map<String, List<Entry>> services = services(scope, owner, marketplaceId);
      PricingRule rule = first(services.get(charge.item()), wanted, namingClass);
      if (rule == null) {
        rule = first(services.get(""), wanted, namingClass);
      }
      if (rule != null) {
        return rule;
      }
    }
    return null;
  }

  /** Whether any rule can be about an owner on any day, sold at one of some marketplaces. */
  boolean concerns(Owner owner, Collection<String> marketplaceIds) {
    for (String marketplaceId : marketplaceIds) {
      for (Scope scope : Scope.ALL) {
        for (List<Entry> entries : services(scope, owner, marketplaceId).values()) {
          for (Entry entry : entries) {
            PricingRule rule = entry.rule();
            if (rule.validFrom() < owner.validTo()
                && owner.validFrom() < rule.validTo()
                && isAbout(rule, owner, marketplaceId)) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }

  private Map<String, List<Entry>> services(Scope scope, Owner owner, String marketplaceId) {
    Map<String, Map<String, List<Entry>>> keys = scopes.get(scope);
    if (keys == null) {
      return Map.of();
    }
    return keys.getOrDefault(scope.key(owner, marketplaceId), Map.of());
  }

  private static @Nullable PricingRule first(
      @Nullable List<Entry> entries, Wanted wanted, boolean namingClass) {
    if (entries == null) {
      return null;
    }
    for (Entry entry : entries) {
      if (wanted.metBy(entry) && !(namingClass && entry.chargeClass() == null)) {
        return entry.rule();
      }
    }
    return null;
  }

  private static boolean isAbout(PricingRule rule, Owner owner, String marketplaceId) {
    return allows(rule.accountId(), owner.accountId())
        && allows(rule.customerAccountId(), owner.customerAccountId())
        && allows(rule.customerClass(), owner.customerClass())
        && allows(rule.resellerId(), owner.resellerId())
        && allows(rule.marketplaceId(), marketplaceId);
  }

  private static boolean allows(String wanted, String actual) {
    return wanted.isEmpty() || wanted.equals(actual);
  }
}
