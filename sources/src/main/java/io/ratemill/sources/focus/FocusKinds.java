package io.ratemill.sources.focus;

import io.ratemill.columnar.Batch;
import io.ratemill.columnar.TextColumn;
import io.ratemill.model.ChargeClass;
import io.ratemill.sources.rollup.Columns;
import io.ratemill.sources.rollup.EffectiveRule;
import io.ratemill.sources.rollup.Header;
import io.ratemill.sources.rollup.LineKind;
import io.ratemill.sources.rollup.TextCodes;
import io.ratemill.sources.rollup.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of FOCUS lines: charge class, marketplace and split flag from the cells that give them.
 *
 * <p>Shape: every such cell becomes a few bits, found once per distinct text; the bits of a line
 * lead to its kind.
 */
final class FocusKinds {
  private static final Set<String> SPLIT_OPERATIONS = Set.of("EKSPod-EC2", "ECSTask-EC2");

  private static final int USAGE = 0;
  private static final int PURCHASE = 1;
  private static final int TAX = 2;
  private static final int CREDIT = 3;
  private static final int ADJUSTMENT = 4;
  private static final List<String> CATEGORIES =
      List.of("usage", "purchase", "tax", "credit", "adjustment");

  private static final int NO_STATUS = 0;
  private static final int USED = 1;
  private static final int UNUSED = 2;
  private static final List<String> STATUSES = List.of("", "used", "unused");

  /** Unknown texts beyond this many share one code, so that a broken file stays small. */
  private static final int TEXTS = 64;

  private static final int SPLIT = 1;
  private static final int MARKETPLACE = 1 << 1;
  private static final int COMMITMENT_SHIFT = 2;
  private static final int SUPPORT_NAME_SHIFT = 3;
  private static final int SUPPORT_CODE_SHIFT = 4;
  private static final int CODE_BITS = 3;
  private static final int NO_CODE = 0;
  private static final int SUPPORT_CODE = 1;
  private static final int OTHER_CODE = 2;
  private static final int STATUS_SHIFT = 6;
  private static final int CATEGORY_SHIFT = 12;

  private final int category;
  private final int status;
  private final int commitment;
  private final int serviceCode;
  private final int serviceName;
  private final int operation;
  private final int publisher;
  private final int provider;
  private final int serviceProvider;
  private final int host;

  private final Texts categoryTexts = texts(CATEGORIES);
  private final Texts statusTexts = texts(STATUSES);
  private final Texts providerTexts = texts(List.of(""));
  private final TextCodes categories = new TextCodes(text -> code(categoryTexts, text));
  private final TextCodes statuses = new TextCodes(text -> code(statusTexts, text));
  private final TextCodes commitments = new TextCodes(text -> text.isBlank() ? 0 : 1);
  private final TextCodes serviceCodes = new TextCodes(FocusKinds::supportCode);
  private final TextCodes serviceNames = new TextCodes(FocusKinds::supportName);
  private final TextCodes operations =
      new TextCodes(text -> SPLIT_OPERATIONS.contains(text) ? SPLIT : 0);
  private final TextCodes publishers =
      new TextCodes(text -> ProviderNames.isProvider(text) ? 0 : provider(text));
  private final TextCodes providers = new TextCodes(this::provider);
  private final TextCodes serviceProviders = new TextCodes(this::provider);
  private final TextCodes hosts = new TextCodes(this::provider);

  private final List<LineKind> kinds = new ArrayList<>();

  /** Number + 1 of the kind that some bits lead to, 0 where they have not occurred. */
  private int[] kindOfBits = new int[1 << CATEGORY_SHIFT];

  private int[] scratch = new int[0];
  private int[] other = new int[0];
  private boolean[] older = new boolean[0];

  FocusKinds(Columns columns) {
    category = columns.text("ChargeCategory");
    status = columns.text("CommitmentDiscountStatus");
    commitment = columns.text("CommitmentDiscountId");
    serviceCode = columns.text("x_ServiceCode");
    serviceName = columns.text("ServiceName");
    operation = columns.text("x_Operation");
    publisher = columns.text("PublisherName", "Publisher");
    provider = columns.text("ProviderName", "Provider");
    serviceProvider = columns.text("ServiceProviderName");
    host = columns.text("HostProviderName");
  }

  LineKind kind(int number) {
    return kinds.get(number);
  }

  /** Fills the kind of every row. */
  void map(Batch batch, int[] into) {
    int rows = batch.rows();
    Arrays.fill(into, 0, rows, 0);
    markMarketplace(batch, rows, into);
    operations.or(Columns.text(batch, operation), rows, 0, into);
    commitments.or(Columns.text(batch, commitment), rows, COMMITMENT_SHIFT, into);
    serviceNames.or(Columns.text(batch, serviceName), rows, SUPPORT_NAME_SHIFT, into);
    serviceCodes.or(Columns.text(batch, serviceCode), rows, SUPPORT_CODE_SHIFT, into);
    statuses.or(Columns.text(batch, status), rows, STATUS_SHIFT, into);
    categories.or(Columns.text(batch, category), rows, CATEGORY_SHIFT, into);
    for (int r = 0; r < rows; r++) {
      int bits = into[r];
      int known = bits < kindOfBits.length ? kindOfBits[bits] - 1 : -1;
      into[r] = known >= 0 ? known : learn(bits);
    }
  }

  /**
   * From 1.3 on a line is of the marketplace where who provides the service is not who hosts it;
   * before, and where a line names neither of them, where a publisher is no provider.
   */
  private void markMarketplace(Batch batch, int rows, int[] into) {
    if (scratch.length < rows) {
      scratch = new int[rows];
      other = new int[rows];
      older = new boolean[rows];
    }
    Arrays.fill(older, 0, rows, true);
    if (serviceProvider != Header.ABSENT && host != Header.ABSENT) {
      codes(serviceProviders, Columns.text(batch, serviceProvider), rows, scratch);
      codes(hosts, Columns.text(batch, host), rows, other);
      for (int r = 0; r < rows; r++) {
        older[r] = scratch[r] == 0 && other[r] == 0;
        if (scratch[r] != 0 && other[r] != 0 && scratch[r] != other[r]) {
          into[r] |= MARKETPLACE;
        }
      }
    }
    if (publisher != Header.ABSENT) {
      codes(publishers, Columns.text(batch, publisher), rows, scratch);
      codes(providers, Columns.text(batch, provider), rows, other);
      for (int r = 0; r < rows; r++) {
        if (older[r] && scratch[r] != 0 && scratch[r] != other[r]) {
          into[r] |= MARKETPLACE;
        }
      }
    }
  }

  private static void codes(TextCodes codes, @Nullable TextColumn column, int rows, int[] into) {
    Arrays.fill(into, 0, rows, 0);
    codes.or(column, rows, 0, into);
  }

  private int learn(int bits) {
    if (bits >= kindOfBits.length) {
      kindOfBits = Arrays.copyOf(kindOfBits, Math.max(bits + 1, kindOfBits.length * 2));
    }
    kinds.add(describe(bits));
    kindOfBits[bits] = kinds.size();
    return kinds.size() - 1;
  }

  private LineKind describe(int bits) {
    int categoryCode = bits >>> CATEGORY_SHIFT;
    int statusCode = bits >>> STATUS_SHIFT & (TEXTS - 1);
    int code = bits >>> SUPPORT_CODE_SHIFT & CODE_BITS;
    boolean supportName = (bits >>> SUPPORT_NAME_SHIFT & 1) == 1;
    boolean support = code == SUPPORT_CODE || (code == NO_CODE && supportName);
    boolean committed = (bits >>> COMMITMENT_SHIFT & 1) == 1;
    boolean split = (bits & SPLIT) != 0;
    boolean knownStatus = categoryCode != USAGE || statusCode < STATUSES.size();
    boolean known = categoryCode < CATEGORIES.size() && knownStatus;
    String type =
        knownStatus
            ? categoryTexts.text(categoryCode)
            : "CommitmentDiscountStatus " + statusTexts.text(statusCode);
    ChargeClass chargeClass =
        split ? ChargeClass.USAGE : chargeClass(categoryCode, statusCode, committed, support);
    return new LineKind(
        chargeClass,
        (bits & MARKETPLACE) != 0,
        split,
        EffectiveRule.sum(FocusMapping.EFFECTIVE),
        type.isEmpty() ? "(blank)" : type,
        known,
        LineKind.Quantity.OWN);
  }

  private static ChargeClass chargeClass(
      int category, int status, boolean committed, boolean support) {
    return switch (category) {
      case TAX -> ChargeClass.TAX;
      case CREDIT -> ChargeClass.CREDIT;
      case ADJUSTMENT -> ChargeClass.ADJUSTMENT;
      case PURCHASE -> {
        if (committed) {
          yield ChargeClass.COMMITMENT_PURCHASE;
        }
        yield support ? ChargeClass.SUPPORT : ChargeClass.FEE;
      }
      case USAGE ->
          switch (status) {
            case USED -> ChargeClass.COMMITTED_USAGE;
            case UNUSED -> ChargeClass.COMMITMENT_UNUSED;
            case NO_STATUS -> support ? ChargeClass.SUPPORT : ChargeClass.USAGE;
            default -> ChargeClass.OTHER;
          };
      default -> support ? ChargeClass.SUPPORT : ChargeClass.OTHER;
    };
  }

  private static Texts texts(List<String> known) {
    Texts texts = new Texts();
    known.forEach(texts::number);
    return texts;
  }

  /** Known words are found whatever their case; unknown ones keep it, for people. */
  private static int code(Texts texts, String text) {
    String stripped = text.strip();
    String lower = stripped.toLowerCase(Locale.ROOT);
    if (CATEGORIES.contains(lower) || STATUSES.contains(lower)) {
      return texts.number(lower);
    }
    if (texts.size() >= TEXTS - 1) {
      return texts.number("others");
    }
    return texts.number(stripped);
  }

  private int provider(String name) {
    return providerTexts.number(ProviderNames.word(name));
  }

  private static int supportCode(String code) {
    if (code.isBlank()) {
      return NO_CODE;
    }
    boolean support = code.startsWith("AWSSupport") || code.equals("OCBPremiumSupport");
    return support ? SUPPORT_CODE : OTHER_CODE;
  }

  private static int supportName(String name) {
    return name.startsWith("AWS Support") || name.startsWith("AWS Premium Support") ? 1 : 0;
  }
}
