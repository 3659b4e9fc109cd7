package io.ratemill.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** Watches the heap of this process from its making until it is closed. */
final class HeapWatch implements AutoCloseable {
  private final List<NotificationEmitter> watched = new ArrayList<>();
  private final Set<String> heapPools = new TreeSet<>();
  private final AtomicLong afterCollection = new AtomicLong();
  private final NotificationListener listener =
      (notification, handback) -> {
        if (notification
            .getType()
            .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
          seen(
              GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                  .getGcInfo()
                  .getMemoryUsageAfterGc());
        }
      };

  HeapWatch() {
    for (MemoryPoolMXBean pool : heap()) {
      heapPools.add(pool.getName());
      pool.resetPeakUsage();
    }
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(listener, null, null);
        watched.add(emitter);
      }
    }
  }

  private static List<MemoryPoolMXBean> heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private void seen(Map<String, MemoryUsage> after) {
    long sum = 0;
    for (Map.Entry<String, MemoryUsage> pool : after.entrySet()) {
      if (heapPools.contains(pool.getKey())) {
        sum += pool.getValue().getUsed();
      }
    }
    afterCollection.accumulateAndGet(sum, Math::max);
  }

  /** The most that any collection left in use. */
  long peakAfterCollection() {
    return afterCollection.get();
  }

  /** The most that was in use, garbage included, pool by pool: never less than the truth. */
  long peakUsed() {
    return heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
  }

  @Override
  public void close() {
    for (NotificationEmitter emitter : watched) {
      try {
        emitter.removeNotificationListener(listener);
      } catch (ListenerNotFoundException e) {
        throw new IllegalStateException("the listener was added to " + emitter, e);
      }
    }
    watched.clear();
  }
}
