using System.Management.Automation;
using SealosIstio.Input;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Manifests;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Commands;

/// <summary>Reads Kubernetes objects from files: YAML or JSON, several documents, lists.</summary>
[Cmdlet(VerbsData.Import, "SealosManifest", DefaultParameterSetName = "Path")]
[OutputType(typeof(KubernetesObject))]
public sealed class ImportSealosManifestCommand : SealosCommand
{
    /// <summary>Files, or folders that are read with everything below; wildcards are allowed.</summary>
    [Parameter(
        ParameterSetName = "Path",
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true
    )]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files, or folders that are read with everything below; taken literally.</summary>
    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Only objects of these kinds; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? Kind { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var kinds = new NamePatterns(Kind);
        foreach (var path in InputPaths.Resolve(this, Path, LiteralPath))
        foreach (var file in ManifestFiles.Find(path))
        {
            WriteVerbose($"Reading {file}");
            foreach (var item in KubernetesYaml.LoadFile(file))
                if (item.Error is { } error)
                    WriteError(ErrorRecords.FromManifest(error));
                else if (kinds.Matches(item.Object!.Kind))
                    WriteObject(item.Object);
        }
    }
}
