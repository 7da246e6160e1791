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

    /// <summary>The label of a canary that a rollout made, and of the Service behind it. It is no application's Ingress.</summary>
    public const string RolloutCanary = "sealos.io/rollout-canary";

    private static readonly string[] Annotations =
    [
        IngressClassifier.MigratedMark,
        IngressClassifier.MigrationTime,
        Run,
        MigratedHash,
        VerifiedHash,
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
                [IngressClassifier.MigrationTime] = now.UtcDateTime.ToString(
                    "yyyy-MM-dd'T'HH:mm:ss'Z'",
                    CultureInfo.InvariantCulture
                ),
                [Run] = runId,
                [MigratedHash] = hash,
                [VerifiedHash] = null,
            },
            "true"
        );

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
