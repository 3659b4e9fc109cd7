package io.ratemill.sources.charges;

import io.ratemill.model.ChargeKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys of charges, numbered as they are met, each with what tells its charges apart.
 *
 * <p>Shape: a number stands for a key and a form of its effective costs; keys whose charges are
 * alike have the number of the one for all.
 */
final class ChargeKeys {
  private record Keyed(ChargeKey key, EffectiveForm effective) {}

  private final AlikeCharges alike;
  private final Map<Keyed, Integer> numbers = new HashMap<>();
  private final List<Keyed> keys = new ArrayList<>();
  private int[] items = new int[64];
  private boolean[] byAccount = new boolean[64];
  private boolean[] byResource = new boolean[64];

  /** By the number of a key that of its key about nothing + 1, 0 where it was not asked for. */
  private int[] aboutNothing = new int[64];

  ChargeKeys(AlikeCharges alike) {
    this.alike = alike;
  }

  /** The number of a key whose effective costs have some form. */
  int number(ChargeKey key, EffectiveForm effective) {
    Keyed keyed = new Keyed(alike.key(key), effective);
    Integer known = numbers.putIfAbsent(keyed, keys.size());
    if (known != null) {
      return known;
    }
    if (keys.size() == items.length) {
      items = Arrays.copyOf(items, items.length * 2);
      byAccount = Arrays.copyOf(byAccount, byAccount.length * 2);
      byResource = Arrays.copyOf(byResource, byResource.length * 2);
      aboutNothing = Arrays.copyOf(aboutNothing, aboutNothing.length * 2);
    }
    items[keys.size()] = alike.item(keyed.key());
    byAccount[keys.size()] = alike.tellsAccountsApart(keyed.key());
    byResource[keys.size()] = keyed.key().equals(key);
    keys.add(keyed);
    return keys.size() - 1;
  }

  /** The number of the key that stands for a key on days without an owner. */
  int aboutNothing(int number) {
    int known = aboutNothing[number];
    if (known == 0) {
      Keyed keyed = keys.get(number);
      known = number(keyed.key().aboutNothing(), keyed.effective()) + 1;
      aboutNothing[number] = known;
    }
    return known - 1;
  }

  int size() {
    return keys.size();
  }

  ChargeKey key(int number) {
    return keys.get(number).key();
  }

  EffectiveForm effective(int number) {
    return keys.get(number).effective();
  }

  /** By the number of a key that of its item, see {@link AlikeCharges#item}. */
  int[] items() {
    return items;
  }

  /** By the number of a key whether its charges are told apart by account in any case. */
  boolean[] byAccount() {
    return byAccount;
  }

  /** By the number of a key whether its charges are told apart by resource, if they have any. */
  boolean[] byResource() {
    return byResource;
  }
}
