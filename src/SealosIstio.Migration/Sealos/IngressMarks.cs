using System.Globalization;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Sealos;

/// <summary>What a migrated Ingress carries: that it is migrated, when, by which run, and what it said then.</summary>
public static class IngressMarks
{
    /// <summary>The run that migrated it.</summary>
    public const string Run = "sealos.io/cutover-run";

    /// <summary>A hash over what it said when it was converted; another hash means: changed since.</summary>
    public const string MigratedHash = "sealos.io/migrated-hash";

    /// <summary>The same hash once its routes were verified.</summary>
    public const string VerifiedHash = "sealos.io/verified-hash";

    /// <summary>Why its migration failed; stands beside <see cref="IngressClassifier.FailedValue"/>.</summary>
    public const string Failure = "sealos.io/migration-failure";

    /// <summary>The label of a canary that a rollout made, and of the Service behind it. It is no application's Ingress.</summary>
    public const string RolloutCanary = "sealos.io/rollout-canary";

    private static readonly string[] Annotations =
    [
        IngressClassifier.MigratedMark,
        IngressClassifier.MigrationTime,
        Run,
        MigratedHash,
        VerifiedHash,
        Failure,
    ];

    /// <summary>Whether a label or annotation is one of these marks.</summary>
    public static bool IsMark(string key) => Annotations.Contains(key, StringComparer.Ordinal);

    /// <summary>Whether a rollout made the object as a canary.</summary>
    internal static bool IsRolloutCanary(KubernetesObject item) =>
        item.Metadata.Labels?.GetOrNull(RolloutCanary) == "true";

    /// <summary>A merge patch that marks an Ingress as migrated, as annotation and label.</summary>
    /// <param name="runId">The run; null when a person says so.</param>
    /// <param name="hash">What it said when it was converted.</param>
    /// <param name="now">The time.</param>
    internal static JsonObject Migrated(string? runId, string hash, DateTimeOffset now) =>
        Metadata(
            new JsonObject
            {
                [IngressClassifier.MigratedMark] = "true",
                [IngressClassifier.MigrationTime] = Text(now),
                [Run] = runId,
                [MigratedHash] = hash,
                [VerifiedHash] = null,
                [Failure] = null,
            },
            "true"
        );

    /// <summary>A merge patch that says its migration failed: it isn't migrated any more, whatever it was.</summary>
    /// <param name="runId">The run that the mark is to go with; null leaves it with the run that it has, if any.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">The time.</param>
    internal static JsonObject Failed(string? runId, string reason, DateTimeOffset now)
    {
        var annotations = new JsonObject
        {
            [IngressClassifier.MigratedMark] = IngressClassifier.FailedValue,
            [IngressClassifier.MigrationTime] = Text(now),
            [MigratedHash] = null,
            [VerifiedHash] = null,
            [Failure] = reason,
        };
        if (runId is not null)
            annotations[Run] = runId;
        return Metadata(annotations, IngressClassifier.FailedValue);
    }

    /// <summary>Whether it carries exactly this failure.</summary>
    internal static bool IsFailed(V1Ingress ingress, string reason) =>
        Of(ingress, IngressClassifier.MigratedMark) == IngressClassifier.FailedValue
        && ingress.Metadata.Labels?.GetOrNull(IngressClassifier.MigratedMark) == IngressClassifier.FailedValue
        && Of(ingress, Failure) == reason
        && Of(ingress, MigratedHash) is null
        && Of(ingress, VerifiedHash) is null;

    /// <summary>Whether it carries any mark.</summary>
    internal static bool Any(KubernetesObject item) =>
        item.Metadata.Annotations?.Keys.Any(IsMark) == true || item.Metadata.Labels?.Keys.Any(IsMark) == true;

    /// <summary>
    /// The marks that an Ingress had before a run, as the run recorded them. A failure that was noted down for the run itself is the run's
    /// own: before it, there were none.
    /// </summary>
    internal static KubernetesObject? BeforeRun(KubernetesObject? recorded, string runId) =>
        recorded?.Metadata.Annotations?.GetOrNull(Run) == runId ? null : recorded;

    /// <summary>A merge patch that says its routes were verified.</summary>
    internal static JsonObject Verified(string hash) =>
        new() { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [VerifiedHash] = hash } } };

    /// <summary>A merge patch that gives an Ingress the marks that it had before, which mostly are none; null when it has them.</summary>
    /// <param name="live">The Ingress.</param>
    /// <param name="before">What it was; null: no marks.</param>
    internal static JsonObject? Restored(V1Ingress live, KubernetesObject? before)
    {
        var annotations = new JsonObject();
        foreach (var key in Annotations)
            if (live.Metadata.Annotations?.GetOrNull(key) != before?.Metadata.Annotations?.GetOrNull(key))
                annotations[key] = before?.Metadata.Annotations?.GetOrNull(key);
        var label = before?.Metadata.Labels?.GetOrNull(IngressClassifier.MigratedMark);
        var isLabelled = live.Metadata.Labels?.GetOrNull(IngressClassifier.MigratedMark) != label;
        if (annotations.Count == 0 && !isLabelled)
            return null;
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotations } };
        if (isLabelled)
            patch["metadata"]!["labels"] = new JsonObject { [IngressClassifier.MigratedMark] = label };
        return patch;
    }

    /// <summary>The mark of a run, of what it said when it was converted, or of its verification; null when it has none.</summary>
    public static string? Of(V1Ingress ingress, string mark) => ingress.Metadata.Annotations?.GetOrNull(mark);

    private static string Text(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static JsonObject Metadata(JsonObject annotations, string? label) =>
        new()
        {
            ["metadata"] = new JsonObject
            {
                ["annotations"] = annotations,
                ["labels"] = new JsonObject { [IngressClassifier.MigratedMark] = label },
            },
        };
}
