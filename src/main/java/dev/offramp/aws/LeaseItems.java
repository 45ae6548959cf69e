package dev.offramp.aws;

import dev.offramp.job.Lease;
import dev.offramp.job.StaleLeaseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Leases as items of the jobs table. The fence grows with every lease and never falls. */
final class LeaseItems {
  private static final Map<String, String> NAMES =
      Map.of("#owner", "owner", "#until", "until", "#fence", "fence", "#previous", "previousUntil");

  private final DynamoDbClient dynamo;
  private final String table;

  LeaseItems(DynamoDbClient dynamo, String table) {
    this.dynamo = dynamo;
    this.table = table;
  }

  Optional<Lease> acquire(String resource, String owner, Duration length, Instant now) {
    try {
      Map<String, AttributeValue> item =
          dynamo
              .updateItem(
                  u ->
                      u.tableName(table)
                          .key(key(resource))
                          .conditionExpression("attribute_not_exists(pk) OR #until <= :now")
                          .updateExpression(
                              "SET #fence = if_not_exists(#fence, :zero) + :one, #owner = :owner,"
                                  + " #previous = if_not_exists(#until, :zero), #until = :until")
                          .expressionAttributeNames(NAMES)
                          .expressionAttributeValues(
                              Map.of(
                                  ":now", millis(now),
                                  ":zero", JobItem.number(0),
                                  ":one", JobItem.number(1),
                                  ":owner", AttributeValue.fromS(owner),
                                  ":until", millis(now.plus(length))))
                          .returnValues(ReturnValue.ALL_NEW))
              .attributes();
      return Optional.of(read(resource, item));
    } catch (ConditionalCheckFailedException e) {
      return Optional.empty(); // Somebody holds it.
    }
  }

  Lease renew(Lease lease, Duration length, Instant now) {
    return read(lease.resource(), set(lease, now.plus(length), lease.owner()));
  }

  void release(Lease lease, Instant now) {
    try {
      set(lease, now, "-");
    } catch (StaleLeaseException e) {
      return; // It is another one's by now: there is nothing to give back.
    }
  }

  private Map<String, AttributeValue> set(Lease lease, Instant until, String owner) {
    try {
      return dynamo
          .updateItem(
              u ->
                  u.tableName(table)
                      .key(key(lease.resource()))
                      .conditionExpression("#fence = :fence AND #owner = :mine")
                      .updateExpression("SET #until = :until, #owner = :owner")
                      .expressionAttributeNames(
                          Map.of("#fence", "fence", "#owner", "owner", "#until", "until"))
                      .expressionAttributeValues(
                          Map.of(
                              ":fence", JobItem.number(lease.fence()),
                              ":mine", AttributeValue.fromS(lease.owner()),
                              ":owner", AttributeValue.fromS(owner),
                              ":until", millis(until)))
                      .returnValues(ReturnValue.ALL_NEW))
          .attributes();
    } catch (ConditionalCheckFailedException e) {
      throw staleLease(lease);
    }
  }

  /** The part of a transaction that holds only while the lease is ours. */
  TransactWriteItem held(Lease lease) {
    return new Change(table, key(lease.resource()))
        .when("fence", JobItem.number(lease.fence()))
        .when("owner", AttributeValue.fromS(lease.owner()))
        .check();
  }

  static StaleLeaseException staleLease(Lease lease) {
    return new StaleLeaseException(lease.resource());
  }

  private static Map<String, AttributeValue> key(String resource) {
    return Map.of(
        "pk", AttributeValue.fromS("lease#" + resource), "sk", AttributeValue.fromS("lease"));
  }

  private static AttributeValue millis(Instant moment) {
    return JobItem.number(moment.toEpochMilli());
  }

  private static Lease read(String resource, Map<String, AttributeValue> item) {
    return new Lease(
        resource,
        item.get("owner").s(),
        Long.parseLong(item.get("fence").n()),
        Instant.ofEpochMilli(Long.parseLong(item.get("until").n())),
        Instant.ofEpochMilli(Long.parseLong(item.get("previousUntil").n())));
  }
}
