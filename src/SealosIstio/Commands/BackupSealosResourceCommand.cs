using System.Globalization;
using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Migration.Backup;

namespace SealosIstio.Commands;

/// <summary>Saves every object that a migration touches into a folder, whole or not at all.</summary>
[Cmdlet(VerbsData.Backup, "SealosResource", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SealosBackup))]
public sealed class BackupSealosResourceCommand : ClusterCommand
{
    private const int ActivityId = 4105;
    private const int ReportedEvery = 100;

    private readonly List<string> namespaces = [];

    /// <summary>The folder to write; it must not exist. Default: sealos-backup-yyyyMMdd-HHmmss (UTC) in the current location.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>
    /// Kinds, plurals or qualified plurals, with wildcards; named ones are saved as a whole. Default: every kind that a migration touches.
    /// </summary>
    [Parameter]
    [SupportsWildcards]
    public string[] Kind { get; set; } = [];

    /// <summary>
    /// Namespaces; wildcards are allowed. Of what lies outside namespaces only these Namespaces themselves are saved. Default: everything.
    /// </summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("n", "ns")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    /// <summary>Saves the values of Secrets too. Without it only their names and keys are saved, and they can't be restored.</summary>
    [Parameter]
    public SwitchParameter IncludeSecret { get; set; }

    /// <summary>Compresses the files (gzip).</summary>
    [Parameter]
    public SwitchParameter Compress { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => _ = ActiveConnection;

    /// <inheritdoc/>
    protected override void Process() => namespaces.AddRange(Namespace ?? []);

    /// <inheritdoc/>
    protected override void End()
    {
        // A pipeline that gave no namespace doesn't mean all of them.
        if (MyInvocation.ExpectingInput && namespaces.Count == 0)
            return;
        var name = TimeProvider
            .System.GetUtcNow()
            .ToString("'sealos-backup-'yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var path = GetUnresolvedProviderPathFromPSPath(Path ?? name);
        if (!ShouldProcess(path, $"Save the objects of {Cluster.Name}"))
            return;
        var scope = new BackupScope
        {
            Kinds = Kind,
            Namespaces = [.. namespaces.Distinct(StringComparer.Ordinal)],
            IncludeSecrets = IncludeSecret,
            TenantPrefix = ActiveConnection.Options.TenantNamespacePrefix,
        };
        var writer = new BackupWriter(ActiveConnection, scope, Compress);
        var progress = new ProgressRecord(ActivityId, $"Saving {Cluster.Name}", "Starting");
        try
        {
            var backup = Await<SealosBackup, string>(
                (report, token) =>
                {
                    var count = 0;
                    return writer.WriteAsync(
                        path,
                        (Cluster as ApiCluster)?.ServerVersion,
                        item =>
                        {
                            if (++count % ReportedEvery == 0)
                                report($"{count} objects, {item.Kind}");
                        },
                        token
                    );
                },
                text =>
                {
                    progress.StatusDescription = text;
                    WriteProgress(progress);
                }
            );
            WriteObject(backup);
        }
        finally
        {
            progress.RecordType = ProgressRecordType.Completed;
            WriteProgress(progress);
        }
    }
}
