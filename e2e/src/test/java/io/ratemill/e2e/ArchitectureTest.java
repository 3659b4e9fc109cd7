package io.ratemill.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows of the house, and what may be said in which room. Nothing here is frozen. */
final class ArchitectureTest {
  private static final String MODEL = "io.ratemill.model..";
  private static final String COLUMNAR = "io.ratemill.columnar..";
  private static final String SOURCES = "io.ratemill.sources..";
  private static final String RATING = "io.ratemill.rating..";
  private static final String UDF = "io.ratemill.rating.udf..";
  private static final String SINKS = "io.ratemill.sinks..";
  private static final String WORKBOOK = "io.ratemill.sinks.workbook..";
  private static final String JOBS = "io.ratemill.jobs..";
  private static final String FLINK = "org.apache.flink..";
  private static final Map<String, Integer> FLOOR =
      Map.of(MODEL, 20, COLUMNAR, 10, SOURCES, 40, RATING, 15, SINKS, 10, JOBS, 30);

  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ArchitectureTest::isShipped)
          .importPackages("io.ratemill");

  /** A package-info is no type of ours, and a compiler's own class follows nobody's rules. */
  private static final DescribedPredicate<JavaClass> OUR_TYPES =
      new DescribedPredicate<>("are types somebody wrote") {
        @Override
        public boolean test(JavaClass type) {
          return !type.getSimpleName().equals("package-info")
              && !type.getModifiers().contains(JavaModifier.SYNTHETIC)
              && !type.isAnonymousClass();
        }
      };

  private static boolean isShipped(Location location) {
    return !location.contains("/io/ratemill/e2e/") && !location.contains("-tests.jar");
  }

  @Test
  void looksAtEveryRoomAndNotAtNothing() {
    FLOOR.forEach(
        (room, floor) ->
            assertThat(SHIPPED.stream().filter(resideInAPackage(room)).count())
                .as("classes seen in %s", room)
                .isGreaterThanOrEqualTo(floor));
  }

  @Test
  void arrowsPointOneWay() {
    noneOf(MODEL, COLUMNAR, SOURCES, RATING, SINKS, JOBS);
    noneOf(COLUMNAR, SOURCES, RATING, SINKS, JOBS);
    noneOf(SOURCES, RATING, SINKS, JOBS);
    noneOf(RATING, COLUMNAR, SOURCES, SINKS, JOBS);
    noneOf(SINKS, COLUMNAR, SOURCES, RATING, JOBS);
  }

  private static void noneOf(String room, String... others) {
    noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(SHIPPED);
  }

  @Test
  void whatABillIsAndHowAPriceIsMadeDoNotKnowFlink() {
    noClasses()
        .that(resideInAnyPackage(MODEL, COLUMNAR, RATING, WORKBOOK).and(not(resideInAPackage(UDF))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(FLINK)
        .check(SHIPPED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "azure", "gcp", "oci", "focus", "kafka", "synthetic"})
  void providersDoNotKnowEachOther(String provider) {
    List<String> others =
        List.of("aws", "azure", "gcp", "oci", "kafka", "synthetic").stream()
            .filter(other -> !other.equals(provider))
            .map(other -> "io.ratemill.sources." + other + "..")
            .toList();
    noClasses()
        .that()
        .resideInAPackage("io.ratemill.sources." + provider + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others.toArray(String[]::new))
        .allowEmptyShould(true)
        .check(SHIPPED);
  }

  @Test
  void onlyItsOwnProviderKnowsAnSdk() {
    sdk("software.amazon..", "io.ratemill.sources.aws..");
    sdk("com.azure..", "io.ratemill.sources.azure..");
    sdk("com.google.cloud..", "io.ratemill.sources.gcp..");
    sdk("com.oracle.bmc..", "io.ratemill.sources.oci..");
    sdk("org.apache.poi..", WORKBOOK);
    sdk("org.dhatim..", WORKBOOK);
    sdk("picocli..", JOBS);
  }

  private static void sdk(String sdk, String home) {
    noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(sdk)
        .check(SHIPPED);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("io.ratemill.(**)").should().beFreeOfCycles().check(SHIPPED);
  }

  @Test
  void everyPackageSaysWhatLivesThereAndIsNullMarked() {
    Set<String> packages = new TreeSet<>();
    Set<String> marked = new TreeSet<>();
    for (JavaClass type : SHIPPED) {
      packages.add(type.getPackageName());
      if (type.getPackage().tryGetPackageInfo().isPresent()
          && type.getPackage().isAnnotatedWith(NullMarked.class)) {
        marked.add(type.getPackageName());
      }
    }
    assertThat(marked).isEqualTo(packages).hasSizeGreaterThan(10);
  }

  @Test
  void classesAreFinalRecordsOrEnums() {
    classes()
        .that(OUR_TYPES)
        .and()
        .areNotInterfaces()
        .and()
        .areNotAnnotations()
        .should(beClosed())
        .check(SHIPPED);
  }

  /** Final, a record, or an enum whose constants may have bodies. */
  private static ArchCondition<JavaClass> beClosed() {
    return new ArchCondition<>("be final, a record or an enum") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean closed =
            type.getModifiers().contains(JavaModifier.FINAL) || type.isRecord() || type.isEnum();
        events.add(new SimpleConditionEvent(type, closed, type.getName() + " is open"));
      }
    };
  }

  @Test
  void ourClassesAreComposedAndNotInherited() {
    classes()
        .that(OUR_TYPES)
        .should(
            new ArchCondition<>("not extend another class of ours") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                boolean inherits =
                    type.getRawSuperclass()
                        .map(
                            above ->
                                above.getPackageName().startsWith("io.ratemill") && !above.isEnum())
                        .orElse(false);
                events.add(new SimpleConditionEvent(type, !inherits, type.getName() + " inherits"));
              }
            })
        .check(SHIPPED);
  }

  @Test
  void oldAndMockedTestingStaysOut() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.junit..",
            "junit..",
            "org.mockito..",
            "org.easymock..",
            "org.powermock..",
            "java.util.logging..")
        .check(SHIPPED);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.ratemill.jobs")
        .and()
        .resideOutsideOfPackage("io.ratemill.jobs.cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(SHIPPED);
  }

  @Test
  void errorsHaveNamesOfTheirOwn() {
    noClasses()
        .should()
        .callConstructorWhere(
            new DescribedPredicate<>("a plain RuntimeException, Exception or Error is made") {
              @Override
              public boolean test(com.tngtech.archunit.core.domain.JavaConstructorCall call) {
                return List.of("RuntimeException", "Exception", "Throwable", "Error")
                        .contains(call.getTargetOwner().getSimpleName())
                    && call.getTargetOwner().getPackageName().equals("java.lang")
                    && !call.getOrigin().getName().equals("<init>");
              }
            })
        .check(SHIPPED);
  }

  @Test
  void timeIsPassedInBelowTheMains() {
    Map<String, String> callers = new TreeMap<>();
    for (JavaClass type : SHIPPED) {
      type.getMethodCallsFromSelf().stream()
          .filter(call -> call.getTarget().getName().equals("now"))
          .filter(call -> call.getTargetOwner().getPackageName().startsWith("java.time"))
          .filter(call -> call.getTarget().getRawParameterTypes().isEmpty())
          .forEach(call -> callers.put(type.getName(), call.getDescription()));
    }
    callers.keySet().removeIf(name -> name.matches("io\\.ratemill\\.jobs(\\.cli)?\\.\\w*Main\\w*"));
    assertThat(callers).isEmpty();
  }

  @Test
  void moneyIsNeverADoubleOrAFloat() {
    Set<String> words = Set.of("double", "float", "java.lang.Double", "java.lang.Float");
    Set<String> found = new TreeSet<>();
    for (JavaClass type : SHIPPED) {
      if (resideInAnyPackage(MODEL, RATING, "io.ratemill.jobs.ledger..", "io.ratemill.jobs.books..")
          .test(type)) {
        for (JavaMember member : type.getMembers()) {
          if (member.getAllInvolvedRawTypes().stream().anyMatch(t -> words.contains(t.getName()))) {
            found.add(member.getFullName());
          }
        }
      }
    }
    assertThat(found).isEmpty();
  }
}
