using System.Management.Automation;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Resources;

namespace SealosIstio;

internal static partial class ErrorRecords
{
    /// <summary>Only shards share a run by its id.</summary>
    public static ErrorRecord ShardMissing() =>
        Create(
            new InvalidOperationException("-RunId names the run that shards share, and -Shard isn't given."),
            "ShardMissing",
            ErrorCategory.InvalidArgument,
            null,
            "Give -Shard i/n as well, or -Resume instead to go on with the unfinished cutover."
        );

    /// <summary>A finding of severity Error: the code is the id.</summary>
    public static ErrorRecord FromFinding(Finding finding) =>
        Create(
            new InvalidOperationException($"{finding.Source}: {finding.Field}: {finding.Message}"),
            finding.Code,
            ErrorCategory.InvalidData,
            finding,
            finding.Advice
        );

    /// <summary>An object that a step of a cutover can't deal with.</summary>
    public static ErrorRecord FromProblem(CutoverProblem problem) =>
        problem switch
        {
            { Finding: { } finding } => FromFinding(finding),
            { Error: { } error } when TryCreate(error, problem.Resource) is { } record => record,
            _ => Create(
                new ResourceException(
                    ResourceProblem.NotMigrated,
                    problem.Resource,
                    problem.ToString(),
                    "See to what the message names, then run Invoke-SealosCutover -Resume, or in a rollout Step-IstioRollout."
                ),
                problem.Resource
            ),
        };

    /// <summary>An object that a rollback couldn't put back.</summary>
    public static ErrorRecord FromRollback(ApplyResult result) =>
        Create(
            new InvalidOperationException($"{result.Identity}: {result.Message}"),
            "RollbackIncomplete",
            ErrorCategory.NotSpecified,
            result.Identity,
            "See to what the message names, then run Invoke-IstioRollback again: it does what is left."
        );
}
