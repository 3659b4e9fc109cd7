package io.ratemill.rating;

import io.ratemill.model.ChargeClass;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.Owner;
import io.ratemill.model.PricingRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private final Map<Scope, Map<String, Map<String, List<Entry>>>> scopes =
      new EnumMap<>(Scope.class);

  private final Set<ChargeClass> namedClasses = EnumSet.noneOf(ChargeClass.class);
  private final Set<String> turningServices = new HashSet<>();

  RuleIndex(Collection<PricingRule> rules) {
    for (PricingRule rule : rules) {
      Entry entry = Entry.of(rule);
      if (entry.chargeClass != null) {
        namedClasses.add(entry.chargeClass);
      }
      if (rule.validFrom() != Owner.ALWAYS || rule.validTo() != Owner.FOREVER) {
        turningServices.add(rule.service());
      }
      Scope scope = Scope.of(rule);
      scopes
          .computeIfAbsent(scope, any -> new HashMap<>())
          .computeIfAbsent(scope.key(rule), any -> new HashMap<>())
          .computeIfAbsent(rule.service(), any -> new ArrayList<>())
          .add(entry);
    }
    for (Map<String, Map<String, List<Entry>>> keys : scopes.values()) {
      for (Map<String, List<Entry>> services : keys.values()) {
        services.values().forEach(entries -> entries.sort(Entry.ORDER));
      }
    }
  }

  /** Whether any rule names a class. */
  boolean nameClass(ChargeClass chargeClass) {
    return namedClasses.contains(chargeClass);
  }

  /** Whether any rule names an account. */
  boolean nameAccount(String accountId) {
    return scopes.getOrDefault(Scope.ACCOUNT, Map.of()).containsKey(accountId);
  }

  /** Whether any rule that names a service begins or ends on some day. */
  boolean turnFor(String service) {
    return turningServices.contains(service);
  }

  /** The rules among which an owner's are, sold at a marketplace. */
  Applicable of(Owner owner, String marketplaceId) {
    List<Map<String, List<Entry>>> found = new ArrayList<>(2);
    for (Scope scope : Scope.ALL) {
      Map<String, List<Entry>> services = services(scope, owner, marketplaceId);
      if (!services.isEmpty()) {
        found.add(services);
      }
    }
    return new Applicable(found, owner, marketplaceId);
  }

  /**
   * The rules of one owner at one marketplace, by service, those of narrower scopes first. Not for
   * use by several threads.
   */
  static final class Applicable {
    private final List<Map<String, List<Entry>>> scopes;
    private final Owner owner;
    private final String marketplaceId;

    /** By scope, those of any service. */
    private final List<@Nullable List<Entry>> ofAny = new ArrayList<>(2);

    /** By scope, those of the service asked for last, which mostly is asked for again. */
    private final List<@Nullable List<Entry>> ofLast = new ArrayList<>(2);

    private @Nullable String lastService;

    private Applicable(List<Map<String, List<Entry>>> scopes, Owner owner, String marketplaceId) {
      this.scopes = scopes;
      this.owner = owner;
      this.marketplaceId = marketplaceId;
      for (Map<String, List<Entry>> services : scopes) {
        ofAny.add(services.get(""));
        ofLast.add(null);
      }
    }

    private void look(String service) {
      if (!service.equals(lastService)) {
        for (int i = 0; i < scopes.size(); i++) {
          ofLast.set(i, service.isEmpty() ? null : scopes.get(i).get(service));
        }
        lastService = service;
      }
    }

    /** The most specific rule that matches a charge; absent where none does. */
    @Nullable PricingRule match(ChargeKey charge, int day) {
      return find(charge, day, false);
    }

    /** Like {@link #match}, among the rules that name the charge's class. */
    @Nullable PricingRule matchNamingClass(ChargeKey charge, int day) {
      return find(charge, day, true);
    }

    private @Nullable PricingRule find(ChargeKey charge, int day, boolean namingClass) {
      look(charge.item());
      for (int i = 0; i < scopes.size(); i++) {
        PricingRule rule = first(ofLast.get(i), charge, day, namingClass);
        if (rule == null) {
          rule = first(ofAny.get(i), charge, day, namingClass);
        }
        if (rule != null) {
          return rule;
        }
      }
      return null;
    }

    private @Nullable PricingRule first(
        @Nullable List<Entry> entries, ChargeKey charge, int day, boolean namingClass) {
      if (entries == null) {
        return null;
      }
      for (int i = 0; i < entries.size(); i++) {
        Entry entry = entries.get(i);
        boolean fits =
            entry.chargeClass == null ? !namingClass : entry.chargeClass == charge.chargeClass();
        if (fits && entry.rule.coversDay(day) && isAbout(entry.rule, owner, marketplaceId)) {
          return entry.rule;
        }
      }
      return null;
    }

    /** The first day after another on which a rule for a service begins or ends. */
    int steadyUntil(String service, int day) {
      look(service);
      int until = Owner.FOREVER;
      for (int i = 0; i < scopes.size(); i++) {
        until = Math.min(until, nextTurn(ofLast.get(i), day));
        until = Math.min(until, nextTurn(ofAny.get(i), day));
      }
      return until;
    }

    private static int nextTurn(@Nullable List<Entry> entries, int day) {
      int until = Owner.FOREVER;
      for (int i = 0; entries != null && i < entries.size(); i++) {
        PricingRule rule = entries.get(i).rule;
        if (rule.validFrom() > day) {
          until = Math.min(until, rule.validFrom());
        } else if (rule.validTo() > day) {
          until = Math.min(until, rule.validTo());
        }
      }
      return until;
    }
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
