using System.Diagnostics;
using System.Management.Automation;
using SealosIstio.Downloading;
using SealosIstio.Input;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Installing;
using SealosIstio.Migration.Resources;

namespace SealosIstio;

/// <summary>
/// The base of the cmdlets that install a published manifest: get it, check all of it, apply it in the order of its needs, wait for what it
/// runs.
/// </summary>
public abstract class ManifestInstallCommand : ApplyingCommand
{
    private const int ActivityId = 4107;
    private const int MaximumDownloadSeconds = 120;
    private readonly Stopwatch clock = new();

    /// <summary>The URL of a manifest: https, or http together with -Sha256. Default: the publisher's.</summary>
    [Parameter(ParameterSetName = "Uri", Mandatory = true)]
    [ValidateNotNull]
    public Uri Uri { get; set; } = null!;

    /// <summary>
    /// The SHA-256 that the manifest has to have, 64 hexadecimal digits; with any other nothing is installed. Default: not checked, beyond what
    /// https checks.
    /// </summary>
    [Parameter]
    [ValidatePattern("^[0-9a-fA-F]{64}$")]
    public string? Sha256 { get; set; }

    /// <summary>How many seconds the whole may take, waiting for its workloads included. Default: 300.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSeconds { get; set; } = 300;

    /// <summary>Doesn't wait until what was installed is ready.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>The manifest at a URL. Null, with the errors written, when it can't be read.</summary>
    private protected InstallManifest? Download(Uri address)
    {
        WriteVerbose($"Downloading {ManifestDownload.NameOf(address)}");
        clock.Start();
        using var download = new ManifestDownload(
            TimeSpan.FromSeconds(Math.Min(TimeoutSeconds, MaximumDownloadSeconds))
        );
        return Read(Await(token => download.GetAsync(address, Sha256, token)), ManifestDownload.NameOf(address));
    }

    /// <summary>The manifest in a file. Null, with the errors written, when it can't be read.</summary>
    private protected InstallManifest? ReadFile(string file)
    {
        WriteVerbose($"Reading {file}");
        return Read(Await(token => ManifestDownload.ReadAsync(file, Sha256, token)), file);
    }

    /// <summary>Installs manifests as one: all are checked before the first object is written.</summary>
    private protected void Install(IReadOnlyList<InstallManifest> manifests)
    {
        clock.Start();
        var objects = InstallOrder.Sort(manifests.SelectMany(manifest => manifest.Objects)).ToList();
        var sources = string.Join(", ", manifests.Select(manifest => manifest.Source));
        WriteVerbose($"{objects.Count} objects from {sources}");
        var problems = Await(token => new ManifestCheck(Cluster, Force).RunAsync(objects, token));
        foreach (var problem in problems)
            WriteError(ErrorRecords.Create(problem.Error, problem.Object));
        if (problems.Count > 0)
            return;
        var progress = new ProgressRecord(ActivityId, $"Installing into {Cluster.Name}", "Starting");
        try
        {
            Install(objects, progress);
        }
        finally
        {
            progress.RecordType = ProgressRecordType.Completed;
            WriteProgress(progress);
        }
    }

    private void Install(List<KubernetesObject> objects, ProgressRecord progress)
    {
        var foundations = objects.Where(InstallOrder.IsFoundation).ToList();
        var results = Apply(foundations, allowAnyKind: true);
        var applied = ThoseThere(foundations, results);
        if (results.Any(result => result.Action == ApplyAction.Failed))
        {
            foreach (var item in objects.Except(foundations))
                WriteObject(Left(item, "A namespace or a definition failed before."));
            return;
        }
        Wait(
            progress,
            (wait, token) => wait.ForDefinitionsAsync([.. applied.OfType<V1CustomResourceDefinition>()], token)
        );
        var rest = new List<KubernetesObject>();
        foreach (var item in objects.Except(foundations))
            if (IsServed(item))
                rest.Add(item);
            // Only where its definition wasn't confirmed, as with -WhatIf.
            else if (!ShouldProcess($"{item} @{Cluster.Name}", "Apply (create)"))
                WriteObject(Left(item, "Not confirmed."));
            else
                WriteObject(Left(item, "Its definition wasn't confirmed."));
        var restResults = Apply(rest, allowAnyKind: true);
        if (NoWait || restResults.Any(result => result.Action == ApplyAction.Failed))
            return;
        Wait(progress, (wait, token) => wait.ForWorkloadsAsync(ThoseThere(rest, restResults), token));
    }

    private static List<KubernetesObject> ThoseThere(List<KubernetesObject> objects, IReadOnlyList<ApplyResult> results)
    {
        var there = results
            .Where(result => result.Action is ApplyAction.Created or ApplyAction.Configured or ApplyAction.Unchanged)
            .Select(result => result.Identity.WithoutVersion)
            .ToHashSet();
        return objects.FindAll(item => there.Contains(ResourceIdentity.Of(item).WithoutVersion));
    }

    private InstallManifest? Read(string text, string source)
    {
        var manifest = InstallManifest.Read(text, source, out var errors);
        foreach (var error in errors)
            WriteError(ErrorRecords.FromManifest(error));
        return errors.Count == 0 ? manifest : null;
    }

    private void Wait(ProgressRecord progress, Func<InstallWait, CancellationToken, Task> work) =>
        Await<bool, string>(
            async (report, token) =>
            {
                await work(new InstallWait(Cluster, TimeSpan.FromSeconds(TimeoutSeconds), report, clock), token);
                return true;
            },
            text =>
            {
                WriteVerbose(text);
                progress.StatusDescription = text;
                WriteProgress(progress);
            }
        );

    private bool IsServed(KubernetesObject item)
    {
        var identity = ResourceIdentity.Of(item);
        return Await(token => Cluster.FindResourceTypeAsync(identity.Group, identity.Kind, identity.Version, token))
            is not null;
    }

    private static ApplyResult Left(KubernetesObject item, string reason) =>
        new(ResourceIdentity.Of(item), ApplyAction.Skipped, reason, null, IsDryRun: false);

    /// <summary>The files that a path leads to.</summary>
    private protected IReadOnlyList<string> FilesOf(IEnumerable<string> patterns, IEnumerable<string> literals) =>
        [.. InputPaths.Resolve(this, patterns, literals)];
}
