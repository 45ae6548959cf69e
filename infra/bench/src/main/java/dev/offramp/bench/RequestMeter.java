package dev.offramp.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Counts requests to a service by the name of their operation; each try is a request. */
public final class RequestMeter implements ExecutionInterceptor {
  private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    requests.computeIfAbsent(operation, name -> new LongAdder()).increment();
  }

  /** Requests so far, by operation. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    requests.forEach((name, count) -> counts.put(name, count.sum()));
    return counts;
  }
}
