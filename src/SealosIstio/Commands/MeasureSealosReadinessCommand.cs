using System.Collections;
using System.Globalization;
using System.Management.Automation;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Commands;

/// <summary>Measures how ready a cluster is for the migration: score, scale, approach, risks, effort.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "SealosReadiness")]
[OutputType(typeof(SealosReadinessReport))]
public sealed class MeasureSealosReadinessCommand : ClusterCommand
{
    /// <summary>What the cluster is used for: Development, Test, Production. Default: score and scale alone decide.</summary>
    [Parameter(Position = 0)]
    public EnvironmentType EnvironmentType { get; set; }

    /// <summary>What the people who migrate know: None, Kubernetes, Istio.</summary>
    [Parameter]
    public TeamExperience TeamExperience { get; set; }

    /// <summary>The maintenance window in hours.</summary>
    [Parameter]
    [ValidateRange(0.25, 720)]
    public double MaintenanceWindowHours { get; set; }

    /// <summary>Weights that replace the default ones, by the criterion's name; 0 leaves one out.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable Weight { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        var settings = new ReadinessSettings
        {
            Environment = IsGiven(nameof(EnvironmentType)) ? EnvironmentType : null,
            Experience = IsGiven(nameof(TeamExperience)) ? TeamExperience : null,
            MaintenanceWindowHours = IsGiven(nameof(MaintenanceWindowHours)) ? MaintenanceWindowHours : null,
            Weights = ReadWeights(Weight),
            Prerequisites = new PrerequisiteSettings { Platform = ActiveConnection.Options },
        };
        WriteObject(Await(new ReadinessMeasure(Cluster, settings).MeasureAsync));
    }

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private static Dictionary<string, double> ReadWeights(Hashtable table) =>
        table
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => entry.Key.ToString() ?? "", entry => ReadWeight(entry.Key, entry.Value));

    private static double ReadWeight(object name, object? value) =>
        double.TryParse(
            Convert.ToString(value, CultureInfo.InvariantCulture),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var weight
        )
            ? weight
            : throw new ResourceException(
                ResourceProblem.Invalid,
                null,
                $"The weight '{value}' of {name} isn't a number.",
                "Give 0 or more; 0 leaves the criterion out."
            );
}
