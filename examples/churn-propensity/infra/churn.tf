module "churn_scores" {
  source   = "../modules/batch-job"
  schedule = "0 4 * * 1"
  image    = var.image_digest
}
